import type { Call } from '../../checker/history.ts';
import { Latencies } from './latencies.ts';
import type { OrderOutcome } from './order-outcome.ts';
import type { CallCounts, OrderCounts } from './summary.ts';

/** Counts of some calls of a rehearsal: of one second, one procedure, or all. */
export class CallTally {
  readonly calls: CallCounts = { ok: 0, refused: 0, unknown: 0 };
  readonly latency = new Latencies();

  count({ answer, from, to }: Call): void {
    this.calls[answer.kind] += 1;
    this.latency.record(to - from);
  }

  add(other: CallTally): void {
    this.calls.ok += other.calls.ok;
    this.calls.refused += other.calls.refused;
    this.calls.unknown += other.calls.unknown;
    this.latency.add(other.latency);
  }
}

/** Counts of calls and of what the placing of orders came to among them. */
export class OrderTally extends CallTally {
  readonly orders: OrderCounts = { placed: 0, repeated: 0, refused: 0, unknown: 0 };
  readonly placed = new Latencies();
  readonly refused = new Latencies();

  /** `isFirst`: whether its order was not acknowledged before. */
  countOrder({ from, to }: Call, { kind }: OrderOutcome, isFirst: boolean): void {
    this.orders[kind === 'placed' && !isFirst ? 'repeated' : kind] += 1;
    if (kind === 'placed') this.placed.record(to - from);
    if (kind === 'refused') this.refused.record(to - from);
  }

  override add(other: OrderTally): void {
    super.add(other);
    this.orders.placed += other.orders.placed;
    this.orders.repeated += other.orders.repeated;
    this.orders.refused += other.orders.refused;
    this.orders.unknown += other.orders.unknown;
    this.placed.add(other.placed);
    this.refused.add(other.refused);
  }
}
