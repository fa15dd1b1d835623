import type { Order } from '@holdfast/shared/contracts/orders';

export type StepName =
  | 'placed'
  | 'authorized'
  | 'paid'
  | 'confirmed'
  | 'fulfilled'
  | 'delivered'
  | 'cancelled';

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
  const steps: Step[] = [];
  for (const [name, type] of Object.entries(EVENT_OF)) {
    const at = order.events.findLast((event) => event.type === type)?.at ?? null;
    steps.push({ name: name as StepName, state: at ? 'done' : 'next', at });
  }
  const { fulfilmentStatus, status } = order;
  const isSent = fulfilmentStatus === 'fulfilled' || fulfilmentStatus === 'delivered';
  if (status === 'cancelled') return [...steps.filter(({ at }) => at), cancelledStep(order)];
  steps.push({ name: 'fulfilled', state: isSent ? 'done' : 'next', at: null });
  steps.push({ name: 'delivered', state: fulfilmentStatus === 'delivered' ? 'done' : 'next', at: null });
  if (status === 'refunded') return steps.filter(({ state }) => state === 'done');
  const awaited = steps.find(({ state }) => state === 'next');
  if (awaited) awaited.state = order.paymentStatus === 'failed' ? 'failed' : 'now';
  return steps;
}

function cancelledStep({ events }: Order): Step {
  return {
    name: 'cancelled',
    state: 'failed',
    at: events.findLast(({ type }) => type === 'cancelled')?.at ?? null,
  };
}
