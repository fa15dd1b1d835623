import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { mersenne } from 'pure-rand/generator/mersenne';

/** All that happens by chance in a rehearsal is decided by these, so that it follows from a seed. */
export class Dice {
  readonly #generator: ReturnType<typeof mersenne>;

  constructor(seed: number) {
    this.#generator = mersenne(seed);
  }

  /** A seed for dice of their own: what they decide depends on nothing that is decided here later. */
  seed(): number {
    return this.#generator.next();
  }

  /** From 0 to below 1. */
  share(): number {
    return uniformFloat64(this.#generator);
  }

  chance(probability: number): boolean {
    return this.share() < probability;
  }

  /** A whole number, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.share() * (high - low + 1));
  }

  /** Ms until the next of things that come independently of each other, so many in a second on average. */
  gap(perSecond: number): number {
    return (-Math.log(1 - this.share()) / perSecond) * 1_000;
  }

  /** One of the values, each as likely as its weight says. */
  pick<T>(weighted: readonly (readonly [value: T, weight: number])[]): T {
    let left = this.share() * weighted.reduce((sum, [, weight]) => sum + weight, 0);
    const [first, ...rest] = weighted;
    if (!first) throw new Error('there is nothing to pick from');
    let picked = first;
    for (const entry of rest) {
      left -= picked[1];
      if (left < 0) break;
      picked = entry;
    }
    return picked[0];
  }
}
