import type { Call, HistoryEntry, Start } from '../../checker/history.ts';
import { CallTally, OrderTally } from './call-tally.ts';
import { AcknowledgedOrders, orderOutcome } from './order-outcome.ts';
import { callsOf, type ProcedureSummary, type Reason, type Summary } from './summary.ts';
import { Timeline } from './timeline.ts';

/** Reasons may quote an address or an id: the first so many are told apart, what comes after them is not. */
const MOST_REASONS = 200;

type Entries = Iterable<HistoryEntry> | AsyncIterable<HistoryEntry>;

/**
 * Reads a history once, in a memory that grows with its procedures, faults and acknowledged orders alone.
 * @throws Error when it does not begin with its start.
 */
export async function summarise(entries: Entries): Promise<Summary> {
  let tally: Tally | undefined;
  for await (const entry of entries) {
    if (entry.type === 'start') tally = new Tally(entry);
    else if (tally) tally.count(entry);
    else throw new Error('The history does not begin with the start of a rehearsal.');
  }
  if (!tally) throw new Error('The history is empty.');
  return tally.summary();
}

class Tally {
  readonly #start: Start;
  readonly #timeline: Timeline;
  readonly #all = new OrderTally();
  readonly #procedures = new Map<string, CallTally>();
  readonly #reasons = new Map<string, Reason>();
  readonly #acknowledged = new AcknowledgedOrders();
  readonly #offered = { variants: 0, pieces: 0 };
  readonly #faults: Summary['faults'] = [];
  readonly #phases: Summary['phases'] = [];
  #to: number;

  constructor(start: Start) {
    this.#start = start;
    this.#timeline = new Timeline(start.at);
    this.#to = start.at;
  }

  count(entry: Exclude<HistoryEntry, Start>): void {
    if (entry.type === 'offer') {
      this.#offered.variants += 1;
      this.#offered.pieces += entry.pieces;
      return;
    }
    this.#to = Math.max(this.#to, entry.to);
    if (entry.type === 'phase') this.#phases.push(entry);
    if (entry.type === 'fault') this.#faults.push(entry);
    if (entry.type === 'call') this.#countCall(entry);
  }

  summary(): Summary {
    // The charts reach to the end of the last phase or fault, also when no call ended there.
    this.#timeline.at(this.#to);
    return {
      rehearsal: this.#start.rehearsal,
      seed: this.#start.seed,
      options: this.#start.options ?? '',
      from: this.#start.at,
      to: this.#to,
      offered: this.#offered,
      calls: this.#all.calls,
      orders: this.#all.orders,
      latency: this.#all.latency.percentiles(),
      timeline: this.#timeline.summary(),
      procedures: [...this.#procedures].map(toProcedure).sort((a, b) => callsOf(b.calls) - callsOf(a.calls)),
      reasons: [...this.#reasons.values()].sort((a, b) => b.count - a.count),
      faults: this.#faults.sort((a, b) => a.from - b.from),
      phases: this.#phases.sort((a, b) => a.from - b.from),
    };
  }

  #countCall(call: Call): void {
    const column = this.#timeline.at(call.to);
    column.count(call);
    this.#all.count(call);
    this.#procedureOf(call).count(call);
    this.#countReason(call);
    const outcome = orderOutcome(call);
    if (!outcome) return;
    const isFirst = this.#acknowledged.isFirst(outcome);
    column.countOrder(call, outcome, isFirst);
    this.#all.countOrder(call, outcome, isFirst);
  }

  #procedureOf({ procedure }: Call): CallTally {
    const tally = this.#procedures.get(procedure) ?? new CallTally();
    this.#procedures.set(procedure, tally);
    return tally;
  }

  #countReason(call: Call): void {
    const named = reasonOf(call);
    if (!named) return;
    const { procedure } = call;
    const isTold = this.#reasons.size < MOST_REASONS || this.#reasons.has(keyOf({ procedure, ...named }));
    const reason = { procedure, ...named, reason: isTold ? named.reason : 'others' };
    const key = keyOf(reason);
    this.#reasons.set(key, { ...reason, count: (this.#reasons.get(key)?.count ?? 0) + 1 });
  }
}

/** An order that was answered, but not placed, is a refusal too, though the call went well. */
function reasonOf(call: Call): Pick<Reason, 'kind' | 'reason'> | undefined {
  const { answer } = call;
  if (answer.kind === 'unknown') return { kind: 'unknown', reason: answer.why };
  if (answer.kind === 'refused') return { kind: 'refused', reason: answer.code };
  const outcome = orderOutcome(call);
  return outcome?.kind === 'refused' ? { kind: 'refused', reason: outcome.code } : undefined;
}

function keyOf({ procedure, kind, reason }: Omit<Reason, 'count'>): string {
  return [procedure, kind, reason].join(' ');
}

function toProcedure([procedure, { calls, latency }]: [string, CallTally]): ProcedureSummary {
  return { procedure, calls, latency: latency.percentiles(), max: latency.max };
}
