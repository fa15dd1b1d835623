import type { Fault, Phase, Start } from '../../checker/history.ts';
import type { Percentiles } from './latencies.ts';

/** Calls by the kind of their answer. */
export type CallCounts = { ok: number; refused: number; unknown: number };

/**
 * - placed: orders that were acknowledged, each counted once, when its client first heard of it.
 * - repeated: further acknowledgements of the same orders: retries, double clicks, a second tab.
 * - refused: calls that were told that there is no order: out of stock, a changed price, an error code.
 * - unknown: calls without an answer. Their order may exist; a later call under the same key may have said so.
 */
export type OrderCounts = { placed: number; repeated: number; refused: number; unknown: number };

/** A stretch of the rehearsal: the calls that came to their end in it. Without a call there is no percentile. */
export type Column = {
  /** Seconds since the rehearsal began. */
  at: number;
  calls: CallCounts;
  orders: OrderCounts;
  /** Of all calls. */
  latency: Percentiles | null;
  /** Of orders.place that was answered with an order, and of the refused. */
  placed: Percentiles | null;
  refused: Percentiles | null;
};

export type ProcedureSummary = {
  procedure: string;
  calls: CallCounts;
  latency: Percentiles | null;
  /** In ms. */
  max: number;
};

/** Why a call of this procedure was refused (a code) or stayed without an answer, and how often. */
export type Reason = { procedure: string; kind: 'refused' | 'unknown'; reason: string; count: number };

/** What a rehearsal came to, from its history alone. Points in time are ms since 1970, latencies ms. */
export type Summary = {
  rehearsal: Start['rehearsal'];
  seed: number;
  /** What else was typed. */
  options: string;
  from: number;
  /** The end of the last call, phase or fault. */
  to: number;
  /** What was for sale. */
  offered: { variants: number; pieces: number };
  calls: CallCounts;
  orders: OrderCounts;
  latency: Percentiles | null;
  /** From the start on, without gaps. A column is a second, or longer when there would be more than 600. */
  timeline: { columnSeconds: number; columns: Column[] };
  /** The most called first. */
  procedures: ProcedureSummary[];
  /** The most frequent first. */
  reasons: Reason[];
  /** In the order in which they began. */
  faults: Fault[];
  phases: Phase[];
};

export function callsOf({ ok, refused, unknown }: CallCounts): number {
  return ok + refused + unknown;
}
