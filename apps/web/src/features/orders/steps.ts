import type { Order } from '@holdfast/shared/contracts/orders';
import type { OrderEventType } from '@holdfast/shared/order-events';

export type StepName =
  | 'placed'
  | 'authorized'
  | 'paid'
  | 'confirmed'
  | 'fulfilled'
  | 'delivered'
  | 'cancelled'
  | 'refunded';

/** `now`: what is waited for. `failed`: the bank said no. */
export type Step = { name: StepName; state: 'done' | 'now' | 'next' | 'failed'; at: string | null };

const EVENT_OF = {
  placed: 'placed',
  authorized: 'payment_authorized',
  paid: 'payment_captured',
  confirmed: 'confirmation_sent',
} as const;

/** The way of an order from its placing to the door, as far as it has come. */
export function stepsOf(order: Order): Step[] {
  const steps: Step[] = Object.entries(EVENT_OF).map(([name, type]) => {
    const at = timeOf(order, type);
    return { name: name as StepName, state: at ? 'done' : 'next', at };
  });
  const { fulfilmentStatus, status } = order;
  if (status === 'cancelled') {
    const end: Step = { name: 'cancelled', state: 'failed', at: timeOf(order, 'cancelled') };
    return [...steps.filter(({ at }) => at), end];
  }
  const isDelivered = fulfilmentStatus === 'delivered';
  const isSent = isDelivered || fulfilmentStatus === 'fulfilled';
  steps.push({ name: 'fulfilled', state: isSent ? 'done' : 'next', at: timeOf(order, 'fulfilled') });
  steps.push({ name: 'delivered', state: isDelivered ? 'done' : 'next', at: timeOf(order, 'delivered') });
  if (status === 'refunded') {
    const end: Step = { name: 'refunded', state: 'done', at: timeOf(order, 'refunded') };
    return [...steps.filter(({ state }) => state === 'done'), end];
  }
  const awaited = steps.find(({ state }) => state === 'next');
  if (awaited) awaited.state = order.paymentStatus === 'failed' ? 'failed' : 'now';
  return steps;
}

function timeOf({ events }: Order, type: OrderEventType): string | null {
  return events.findLast((event) => event.type === type)?.at ?? null;
}

/** Pieces that the order still is about, and how many of them have left. */
export function piecesOf({ lines }: Pick<Order, 'lines'>): { sent: number; count: number } {
  return {
    sent: lines.reduce((sum, line) => sum + line.fulfilledQuantity, 0),
    count: lines.reduce((sum, line) => sum + line.quantity - line.cancelledQuantity, 0),
  };
}
