import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { memo } from 'react';
import { OrderStatusBadge } from '../../desk/order-status.tsx';
import { Clock } from '../../desk/time.tsx';
import { Badge, Cell, HeadCell, Row, RowLink, Table, TableHead } from '../../desk/table.tsx';
import { formatMoney } from '../market/format-money.ts';
import { Section } from './section.tsx';

type Order = Snapshot['orders']['recent'][number];

/** The newest ten, as they come. */
export const NewestOrders = memo(function NewestOrders({ orders }: { orders: Order[] }) {
  return (
    <Section title="Newest orders">
      {orders.length === 0 ? (
        <p className="border-t border-line py-3 text-sm text-ink-soft">
          No orders yet. The first one will be here at once.
        </p>
      ) : (
        <Table label="Newest orders">
          <TableHead>
            <HeadCell>Order</HeadCell>
            <HeadCell>Status</HeadCell>
            <HeadCell isNumber>Total</HeadCell>
            <HeadCell isNumber>Placed</HeadCell>
          </TableHead>
          <tbody className="max-md:block">
            {orders.map((order) => (
              <OrderRow key={order.number} order={order} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
});

const OrderRow = memo(function OrderRow({ order }: { order: Order }) {
  const { number, status, attention, total, placedAt } = order;
  return (
    <Row>
      <Cell isMain>
        <RowLink href={`/operator/orders/${number}`} className="font-figures">
          {number}
        </RowLink>
      </Cell>
      <Cell>
        {attention ? <Badge kind="danger">Needs attention</Badge> : <OrderStatusBadge status={status} />}
      </Cell>
      <Cell isNumber>{formatMoney(total, 'en')}</Cell>
      <Cell isNumber className="text-ink-soft">
        <Clock iso={placedAt} />
      </Cell>
    </Row>
  );
});
