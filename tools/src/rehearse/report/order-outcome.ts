import type { PlaceOrderOutput } from '@holdfast/shared/contracts/orders';
import type { Call } from '../../checker/history.ts';

/** What the making of an order came to. A refusal is an answer of its own (out of stock...), or an error's code. */
export type OrderOutcome =
  | { kind: 'placed'; number: string }
  | { kind: 'refused'; code: string }
  | { kind: 'unknown' };

type Imported = { status: 'imported'; number: string };

/** Shoppers place orders, a replay imports them. */
const MAKE_ORDERS = new Set(['orders.place', 'orders.admin.import']);

/** Undefined for a call that makes no order. */
export function orderOutcome({ procedure, answer }: Call): OrderOutcome | undefined {
  if (!MAKE_ORDERS.has(procedure)) return undefined;
  if (answer.kind === 'unknown') return { kind: 'unknown' };
  if (answer.kind === 'refused') return { kind: 'refused', code: answer.code };
  const data = answer.data as PlaceOrderOutput | Imported;
  if (data.status === 'placed') return { kind: 'placed', number: data.order.number };
  if (data.status === 'imported') return { kind: 'placed', number: data.number };
  return { kind: 'refused', code: data.status };
}

/** The orders that clients were told of so far. */
export class AcknowledgedOrders {
  readonly #numbers = new Set<string>();

  /** Whether this is the first that was told of its order. */
  isFirst(outcome: OrderOutcome): boolean {
    if (outcome.kind !== 'placed' || this.#numbers.has(outcome.number)) return false;
    this.#numbers.add(outcome.number);
    return true;
  }
}
