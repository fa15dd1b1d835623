import { styleText } from 'node:util';
import type { HistoryEntry } from '../../checker/history.ts';
import type { Begun, HistoryWriter } from '../load/history-writer.ts';
import { CallTally } from './call-tally.ts';
import { clock, count, duration } from './figures.ts';
import { AcknowledgedOrders, orderOutcome } from './order-outcome.ts';
import { callsOf } from './summary.ts';

const LOOK_EVERY_MS = 1_000;
/** Where a line cannot be drawn anew, in a log. */
const LOOKS_PER_LINE = 5;
const CLEAR_LINE = '\r\u001B[K';

/** Shows how a rehearsal goes while it runs: on a terminal a line that is drawn anew, elsewhere a line now and then. */
export class Progress {
  readonly #history: HistoryWriter;
  readonly #out: NodeJS.WriteStream;
  readonly #timer: NodeJS.Timeout;
  readonly #beganAt = performance.now();
  readonly #acknowledged = new AcknowledgedOrders();
  readonly #orders = { placed: 0, refused: 0, unknown: 0 };
  readonly #faults = new Set<string>();
  #phase = '';
  #looks = 0;
  #lookedAt = this.#beganAt;
  /** Since the last look. */
  #calls = new CallTally();

  /** Begins at once. */
  constructor(history: HistoryWriter, out: NodeJS.WriteStream) {
    this.#history = history;
    this.#out = out;
    history.on('begun', this.#hearBegun);
    history.on('entry', this.#hearEntry);
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  /** Leaves the terminal's line empty. */
  stop(): void {
    clearInterval(this.#timer);
    this.#history.off('begun', this.#hearBegun);
    this.#history.off('entry', this.#hearEntry);
    if (this.#out.isTTY) this.#out.write(CLEAR_LINE);
  }

  #hearBegun = (begun: Begun): void => {
    if (begun.type === 'phase') this.#phase = begun.name;
    else this.#faults.add(nameOf(begun));
  };

  #hearEntry = (entry: HistoryEntry): void => {
    if (entry.type === 'fault') this.#faults.delete(nameOf(entry));
    if (entry.type !== 'call') return;
    this.#calls.count(entry);
    const outcome = orderOutcome(entry);
    if (!outcome) return;
    if (outcome.kind !== 'placed' || this.#acknowledged.isFirst(outcome)) this.#orders[outcome.kind] += 1;
  };

  #look(): void {
    const now = performance.now();
    const line = this.#describe((now - this.#lookedAt) / 1_000);
    this.#looks += 1;
    this.#lookedAt = now;
    this.#calls = new CallTally();
    if (this.#out.isTTY) this.#out.write(`\r${this.#paint(line.slice(0, this.#out.columns - 1))}\u001B[K`);
    else if (this.#looks % LOOKS_PER_LINE === 0) this.#out.write(`${line}\n`);
  }

  #describe(seconds: number): string {
    const { placed, refused, unknown } = this.#orders;
    const perSecond = callsOf(this.#calls.calls) / seconds;
    return [
      `  ${clock((performance.now() - this.#beganAt) / 1_000)}`,
      ...(this.#phase ? [this.#phase] : []),
      `${count(Math.round(perSecond))} calls/s`,
      `p99 ${duration(this.#calls.latency.percentiles()?.p99)}`,
      `orders ${count(placed)} placed, ${count(refused)} refused, ${count(unknown)} unknown`,
      `${count(this.#history.inFlight())} in flight`,
      ...this.#faults,
    ].join('  ');
  }

  /** In colour while something is done to the shop; plain where NO_COLOR or the terminal says so. */
  #paint(line: string): string {
    return styleText(this.#faults.size > 0 ? 'yellow' : 'dim', line, { stream: this.#out });
  }
}

function nameOf({ kind, part }: { kind: string; part: string }): string {
  return `${kind} ${part}`;
}
