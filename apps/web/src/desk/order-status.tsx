import type { OrderStatus } from '@holdfast/shared/order-status';
import { Badge, type BadgeKind } from './table.tsx';

/** Each status by name, and how it looks: only what is wrong has a colour. */
export const ORDER_STATUS: Record<OrderStatus, { word: string; kind: BadgeKind }> = {
  placed: { word: 'Placed', kind: 'plain' },
  authorized: { word: 'Authorized', kind: 'plain' },
  paid: { word: 'Paid', kind: 'plain' },
  fulfilled: { word: 'Fulfilled', kind: 'plain' },
  delivered: { word: 'Delivered', kind: 'plain' },
  cancelled: { word: 'Cancelled', kind: 'quiet' },
  refunded: { word: 'Refunded', kind: 'quiet' },
  payment_failed: { word: 'Payment failed', kind: 'warning' },
};

/** The status of an order as a badge. */
export function OrderStatusBadge({ status }: { status: OrderStatus }) {
  const { word, kind } = ORDER_STATUS[status];
  return <Badge kind={kind}>{word}</Badge>;
}
