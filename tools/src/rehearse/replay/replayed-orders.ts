import type { Task } from './plan-types.ts';

/** What the shop made of an invoice. */
export type ReplayedOrder = { number: string; lineIds: string[] };

export type Turn = {
  /** When all that this invoice waits for has come to its end, well or not. */
  ready: Promise<unknown>;
  end(): void;
};

/** The orders that were made so far, and who waits for which. */
export class ReplayedOrders {
  readonly #orders = new Map<string, ReplayedOrder>();
  /** Of an invoice, the end of the last task that has to do with its order. */
  readonly #last = new Map<string, Promise<void>>();

  keep(invoice: string, order: ReplayedOrder): void {
    this.#orders.set(invoice, order);
  }

  find(invoice: string): ReplayedOrder | undefined {
    return this.#orders.get(invoice);
  }

  /** To be called in the order of the file. */
  takeTurn({ number, steps }: Task): Turn {
    const originals = steps.flatMap((step) => (step.kind === 'refund' ? [step.original] : []));
    const ready = Promise.all(originals.flatMap((original) => this.#last.get(original) ?? []));
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const concerned of [number, ...originals]) this.#last.set(concerned, promise);
    return { ready, end: resolve };
  }
}
