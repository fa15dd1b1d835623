import { OrderTally } from './call-tally.ts';
import type { Column, Summary } from './summary.ts';

/** As many as a chart can show. */
const MOST_COLUMNS = 600;

/** Tallies by second; whenever they become too many, two neighbours become one, so a long rehearsal takes no more room. */
export class Timeline {
  readonly #from: number;
  #columnSeconds = 1;
  #tallies: OrderTally[] = [];

  /** `from`: ms since 1970. */
  constructor(from: number) {
    this.#from = from;
  }

  /** The tally to which a moment belongs; what lies before the start belongs to the first. */
  at(time: number): OrderTally {
    const seconds = Math.max(0, (time - this.#from) / 1_000);
    while (seconds >= this.#columnSeconds * MOST_COLUMNS) this.#halve();
    const index = Math.floor(seconds / this.#columnSeconds);
    while (this.#tallies.length <= index) this.#tallies.push(new OrderTally());
    return this.#tallies[index] as OrderTally;
  }

  summary(): Summary['timeline'] {
    return {
      columnSeconds: this.#columnSeconds,
      columns: this.#tallies.map((tally, index) => toColumn(tally, index * this.#columnSeconds)),
    };
  }

  #halve(): void {
    this.#columnSeconds *= 2;
    this.#tallies = this.#tallies.filter((tally, index) => {
      const neighbour = this.#tallies[index + 1];
      if (index % 2 === 0 && neighbour) tally.add(neighbour);
      return index % 2 === 0;
    });
  }
}

function toColumn({ calls, orders, latency, placed, refused }: OrderTally, at: number): Column {
  return {
    at,
    calls,
    orders,
    latency: latency.percentiles(),
    placed: placed.percentiles(),
    refused: refused.percentiles(),
  };
}
