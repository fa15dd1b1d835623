import type { Answers, Procedure } from '../load/answers.ts';
import type { ShopClient } from '../load/shop-client.ts';
import type {
  AdjustmentStep,
  CreditStep,
  OrderStep,
  PlannedLine,
  RefundStep,
  Step,
  Task,
} from './plan-types.ts';
import type { ReplayedOrders } from './replayed-orders.ts';

/** What the steps of all invoices have in common. */
export type Stage = {
  orders: ReplayedOrders;
  /** The file's, in front of each idempotency key: the same file asks for the same again. */
  fingerprint: string;
  /** By SKU. */
  variantIds: ReadonlyMap<string, string>;
};

/** Has the shop do what a step asks for. @throws Error with what the shop said instead */
export async function replayStep(task: Task, step: Step, asking: Asking): Promise<void> {
  if (step.kind === 'order') await importOrder(task, step, asking);
  if (step.kind === 'refund') await refund(task, step, asking);
  if (step.kind === 'credit') await issueCreditNote(task, step, asking);
  if (step.kind === 'adjustment') await adjust(step, asking);
}

type Asking = Stage & { client: ShopClient };

async function importOrder(task: Task, { lines }: OrderStep, asking: Asking): Promise<void> {
  const { number: invoice, at } = task;
  const answer = await ask(asking, 'orders.admin.import', {
    ...headOf(task, lines),
    idempotencyKey: keyOf(asking, 'order', invoice),
    placedAt: new Date(at).toISOString(),
  });
  if (answer.status !== 'imported') throw new Error(`out of stock: ${JSON.stringify(answer.lines)}`);
  asking.orders.keep(invoice, answer);
}

async function refund(task: Task, { original, lines, reason }: RefundStep, asking: Asking): Promise<void> {
  const order = asking.orders.find(original);
  if (!order) throw new Error(`its original ${original} is no order`);
  await ask(asking, 'orders.admin.refund', {
    idempotencyKey: keyOf(asking, 'refund', `${task.number}-${original}`),
    number: order.number,
    reason,
    restock: true,
    lines: lines.map(({ position, quantity }) => ({ lineId: order.lineIds[position], quantity })),
  });
}

async function issueCreditNote(task: Task, { lines }: CreditStep, asking: Asking): Promise<void> {
  await ask(asking, 'orders.admin.creditNotes.issue', {
    ...headOf(task, lines),
    idempotencyKey: keyOf(asking, 'credit', task.number),
    issuedAt: new Date(task.at).toISOString(),
    reason: 'Credited without an original',
    restock: true,
  });
}

async function adjust({ sku, delta, reason }: AdjustmentStep, asking: Asking): Promise<void> {
  await ask(asking, 'inventory.adjust', {
    idempotencyKey: keyOf(asking, 'adjustment', reason.replaceAll(/\W+/g, '-')),
    variantId: asking.variantIds.get(sku),
    delta,
    reason,
  });
}

/** The rules of the data set: pounds, and an order that came from elsewhere. */
function headOf({ number, customer, country }: Task, lines: PlannedLine[]) {
  return { source: 'import', externalNumber: number, currency: 'GBP', customer, country, lines };
}

function keyOf({ fingerprint }: Stage, kind: Step['kind'], of: string): string {
  return `replay-${fingerprint}-${kind}-${of}`;
}

/** @throws Error with what the shop said, when that is no answer */
async function ask<P extends Procedure>(
  { client }: Asking,
  procedure: P,
  input: object,
): Promise<Answers[P]> {
  const reply = await client.insist(procedure, input);
  if (reply.kind === 'ok') return reply.data;
  const why = reply.kind === 'unknown' ? reply.why : `${reply.code} ${JSON.stringify(reply.data)}`;
  throw new Error(`${procedure}: ${why}`);
}
