import { once } from 'node:events';
import type { Call } from '../../checker/history.ts';
import type { CallBook } from '../load/shop-client.ts';
import type { ClientsPlan } from './plan.ts';

/** What the process of the clients is told, once. */
export type Order = { plan: ClientsPlan };

/** What it tells: what its clients did, that all is done, or why it is not. */
export type News = { calls: Call[] } | { over: true } | { failed: string };

const SEND_EVERY_MS = 100;

/** Sends what the clients write down to the process that has forked this one. */
export class Post implements CallBook {
  #ids = 0;
  #calls: Call[] = [];
  readonly #timer = setInterval(() => this.#flush(), SEND_EVERY_MS);

  begin(): number {
    this.#ids += 1;
    return this.#ids;
  }

  write(call: Call): void {
    this.#calls.push(call);
  }

  /** Sends what is left, and the end; resolves when nobody listens any more. */
  async close(end: News): Promise<void> {
    clearInterval(this.#timer);
    this.#flush();
    process.send?.(end satisfies News);
    await once(process, 'disconnect');
  }

  #flush(): void {
    if (this.#calls.length === 0) return;
    process.send?.({ calls: this.#calls } satisfies News);
    this.#calls = [];
  }
}
