import type { ChildProcess } from 'node:child_process';
import type { PlannedFault } from './faults.ts';
import { beginFault, type Begun, type Grounds, untilAllReady } from './inject.ts';

/** What the rehearsal asks of its shop's process: a fault, or to wait until all parts are ready. */
type Request = { id: number; fault: PlannedFault } | { id: number; readyWithinMs: number };

/** What it is told: a fault has begun, what was asked for is over, or it could not be done. */
type Reply =
  | { id: number; what: 'began'; at: number }
  | { id: number; what: 'over' }
  | { id: number; what: 'failed'; why: string };

/** The shop's side: does what is asked for. */
export function serveControl(grounds: Grounds): void {
  process.on('message', (request: Request) => void serve(request, grounds));
}

async function serve(request: Request, grounds: Grounds): Promise<void> {
  const { id } = request;
  try {
    if ('fault' in request) {
      const { at, over } = await beginFault(request.fault, grounds);
      tell({ id, what: 'began', at });
      await over();
    } else {
      await untilAllReady(grounds.supervisor, request.readyWithinMs);
    }
    tell({ id, what: 'over' });
  } catch (error) {
    tell({ id, what: 'failed', why: (error as Error).message });
  }
}

function tell(reply: Reply): void {
  // Without the rehearsal there is nobody to tell, and the shop stops.
  if (process.connected) process.send?.(reply);
}

type Asked = { began: PromiseWithResolvers<number>; over: PromiseWithResolvers<void> };

/** The rehearsal's side. */
export class ShopControl {
  readonly #shop: ChildProcess;
  readonly #asked = new Map<number, Asked>();
  #requests = 0;

  /** Of a shop that is ready. */
  constructor(shop: ChildProcess) {
    this.#shop = shop;
    shop.on('message', (reply: Reply) => this.#hear(reply));
    shop.once('exit', () => this.#giveUp(new Error('the shop has ended')));
  }

  /**
   * Has a fault begin; resolves when it has.
   * @throws Error when it cannot be done now.
   */
  async begin(fault: PlannedFault): Promise<Begun> {
    const { began, over } = this.#ask({ fault });
    return { at: await began.promise, over: () => over.promise };
  }

  /** Resolves when all parts are ready. @throws Error that names those which are not in time. */
  async untilAllReady(withinMs: number): Promise<void> {
    await this.#ask({ readyWithinMs: withinMs }).over.promise;
  }

  #ask(request: { fault: PlannedFault } | { readyWithinMs: number }): Asked {
    this.#requests += 1;
    const asked = { began: Promise.withResolvers<number>(), over: Promise.withResolvers<void>() };
    // Of the two only one is awaited when the request fails.
    for (const { promise } of Object.values(asked)) promise.catch(() => {});
    this.#asked.set(this.#requests, asked);
    this.#shop.send({ id: this.#requests, ...request }, (error) => error && fail(asked, error));
    return asked;
  }

  #hear(reply: Reply): void {
    const asked = this.#asked.get(reply.id);
    if (reply.what === 'began') asked?.began.resolve(reply.at);
    if (reply.what === 'over') asked?.over.resolve();
    if (reply.what === 'failed') fail(asked, new Error(reply.why));
  }

  #giveUp(why: Error): void {
    for (const asked of this.#asked.values()) fail(asked, why);
  }
}

function fail(asked: Asked | undefined, why: Error): void {
  asked?.began.reject(why);
  asked?.over.reject(why);
}
