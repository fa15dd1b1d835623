import { randomUUID } from 'node:crypto';
import type { Order } from '@holdfast/shared/contracts/orders';
import { Dice } from './dice.ts';
import type { ShopClient } from './shop-client.ts';

const REASON = 'A rehearsal';
const ASKED_TWICE = 0.2;

/** An operator who does what shoppers ask for, one request after the other. */
export class OrderDesk {
  readonly #operator: ShopClient;
  readonly #dice: Dice;
  #work: Promise<unknown> = Promise.resolve();

  constructor(operator: ShopClient, seed: number) {
    this.#operator = operator;
    this.#dice = new Dice(seed);
  }

  cancel(number: string): void {
    this.#do('orders.admin.cancel', { number, reason: REASON });
  }

  /** All of it, one piece of a line, or a little money for goodwill. */
  refund({ number, lines, totals }: Order): void {
    const [line] = lines;
    const what = this.#dice.pick<object>([
      [{}, 1],
      [line ? { lines: [{ lineId: line.id, quantity: 1 }], restock: true } : {}, 1],
      [{ amount: Math.max(1, Math.floor(totals.total.amount / 10)) }, 1],
    ]);
    this.#do('orders.admin.refund', { number, reason: REASON, ...what });
  }

  fulfil(number: string): void {
    this.#do('orders.admin.fulfil', { number });
  }

  /** Resolves when all requests so far are done. */
  async whenIdle(): Promise<void> {
    await this.#work;
  }

  #do(procedure: 'orders.admin.cancel' | 'orders.admin.refund' | 'orders.admin.fulfil', input: object): void {
    const keyed = { ...input, idempotencyKey: randomUUID() };
    const isAskedTwice = this.#dice.chance(ASKED_TWICE);
    this.#work = this.#work.then(async () => {
      await this.#operator.insist(procedure, keyed);
      if (isAskedTwice) await this.#operator.insist(procedure, keyed);
    });
  }
}
