import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { memo } from 'react';
import { Clock } from '../../desk/figure-clock.tsx';
import { Badge, type BadgeKind, Cell, HeadCell, Row, RowLink, Table, TableHead } from '../../desk/table.tsx';
import { formatMoney } from '../market/format-money.ts';
import { Section } from './section.tsx';

type Order = Snapshot['orders']['recent'][number];

const STATUS: Record<Order['status'], [string, BadgeKind]> = {
  placed: ['Placed', 'plain'],
  authorized: ['Authorized', 'plain'],
  paid: ['Paid', 'plain'],
  fulfilled: ['Fulfilled', 'plain'],
  delivered: ['Delivered', 'plain'],
  cancelled: ['Cancelled', 'quiet'],
  refunded: ['Refunded', 'quiet'],
  payment_failed: ['Payment failed', 'warning'],
};

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
  const [word, kind] = STATUS[status];
  return (
    <Row>
      <Cell isMain>
        <RowLink href={`/operator/orders/${number}`} className="font-figures">
          {number}
        </RowLink>
      </Cell>
      <Cell>
        {attention ? <Badge kind="danger">Needs attention</Badge> : <Badge kind={kind}>{word}</Badge>}
      </Cell>
      <Cell isNumber>{formatMoney(total, 'en')}</Cell>
      <Cell isNumber className="text-ink-soft">
        <Clock iso={placedAt} />
      </Cell>
    </Row>
  );
});
