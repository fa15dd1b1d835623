import type { OrderList } from '@holdfast/shared/contracts/orders';
import { TableBody } from '../../desk/table-body.tsx';
import { OrderStatusBadge } from '../../desk/order-status.tsx';
import { Time } from '../../desk/time.tsx';
import { Cell, HeadCell, Row, RowLink, Table, TableHead } from '../../desk/table.tsx';
import { formatMoney } from '../market/format-money.ts';
import { attentionWords } from './attention-words.ts';
import { FULFILMENT_STATUS } from './order-words.ts';

type Item = OrderList['items'][number];

/** Orders, one a row, each leading to its page. */
export function OrdersList({ items }: { items: Item[] }) {
  return (
    <Table label="Orders, newest first">
      <TableHead>
        <HeadCell>Order</HeadCell>
        <HeadCell>Placed</HeadCell>
        <HeadCell>Status</HeadCell>
        <HeadCell className="max-lg:hidden">Sending</HeadCell>
        <HeadCell>Customer</HeadCell>
        <HeadCell isNumber>Pieces</HeadCell>
        <HeadCell isNumber>Total</HeadCell>
      </TableHead>
      <TableBody>
        {items.map((item) => (
          <OrderRow key={item.number} item={item} />
        ))}
      </TableBody>
    </Table>
  );
}

function OrderRow({ item }: { item: Item }) {
  return (
    <Row>
      <Cell>
        <RowLink href={`/operator/orders/${encodeURIComponent(item.number)}`} className="font-figures">
          {item.number}
        </RowLink>
        {item.origin && (
          <div className="text-xs text-ink-soft">
            {item.origin.source} <bdi className="font-figures">{item.origin.externalNumber}</bdi>
          </div>
        )}
      </Cell>
      <Cell className="md:w-44">
        <Time iso={item.placedAt} />
      </Cell>
      <Cell className="max-md:order-1 max-md:col-span-3">
        <OrderStatusBadge status={item.status} />
        {item.attention && (
          <div className="mt-1 text-xs font-medium text-danger">
            Needs attention: {attentionWords(item.attention.reason).title}
          </div>
        )}
      </Cell>
      <Cell className="whitespace-nowrap text-ink-soft max-lg:hidden">
        {FULFILMENT_STATUS[item.fulfilmentStatus]}
      </Cell>
      <Cell className="break-all max-md:order-1 max-md:col-span-3">
        {item.email ?? <span className="text-ink-soft">{item.origin ? 'sold elsewhere' : 'erased'}</span>}
      </Cell>
      <Cell isNumber className="max-md:hidden">
        {item.pieces}
      </Cell>
      <Cell isNumber className="whitespace-nowrap max-md:text-end">
        {formatMoney(item.total, 'en')}
      </Cell>
    </Row>
  );
}
