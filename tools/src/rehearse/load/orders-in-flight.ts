import type { PlaceOrderOutput } from '@holdfast/shared/contracts/orders';
import type { Call, HistoryEntry } from '../../checker/history.ts';

/** Statuses of an order whose payment is under way. */
const UNDER_WAY = new Set(['placed', 'authorized']);

/** Which orders are on their way, by what their shoppers know. */
export class OrdersInFlight {
  readonly #placing = new Set<number>();
  readonly #acknowledged = new Set<string>();

  begin(procedure: string, callId: number): void {
    if (procedure === 'orders.place') this.#placing.add(callId);
  }

  read(entry: HistoryEntry): void {
    if (entry.type !== 'call') return;
    this.#placing.delete(entry.id);
    const order = orderIn(entry);
    if (!order) return;
    if (UNDER_WAY.has(order.status)) this.#acknowledged.add(order.number);
    else this.#acknowledged.delete(order.number);
  }

  countPlacing(): number {
    return this.#placing.size;
  }

  count(): number {
    return this.#placing.size + this.#acknowledged.size;
  }
}

type OrderState = { number: string; status: string };

function orderIn({ procedure, answer }: Call): OrderState | undefined {
  if (answer.kind !== 'ok') return undefined;
  if (procedure === 'orders.get' || procedure.startsWith('orders.admin.')) return answer.data as OrderState;
  if (procedure === 'orders.pay') return (answer.data as { order: OrderState }).order;
  if (procedure !== 'orders.place') return undefined;
  const placed = answer.data as PlaceOrderOutput;
  return placed.status === 'placed' ? placed.order : undefined;
}
