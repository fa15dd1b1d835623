import type { Logger } from '@holdfast/commerce/infra/log';
import type { Queues } from '@holdfast/commerce/infra/queue';
import { QUEUES, type QueueName } from '@holdfast/shared/jobs';
import type { Workers } from './worker.ts';

type WatchOptions = {
  queues: Queues;
  workers: Pick<Workers, 'idleMs' | 'rebuild'>;
  log: Logger;
  /** How long jobs may wait while this worker does none of them. */
  patienceMs: number;
  /** Called when a rebuilt worker makes no progress either. */
  giveUp: (why: string) => void;
};

/**
 * Notices a worker that takes no jobs though there are some, whatever its connections say of themselves: after a
 * failover a connection may stand and never answer again. First the workers are built anew, then the process gives up.
 */
export class ProgressWatch {
  readonly #options: WatchOptions;
  readonly #waitingSince = new Map<QueueName, number>();
  #timer: NodeJS.Timeout | undefined;
  #stuck: QueueName[] = [];
  #rebuiltAt: number | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#schedule();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Null while all is well. */
  whyStuck(): string | null {
    if (this.#stuck.length === 0) return null;
    return `jobs wait and none is taken: ${this.#stuck.join(', ')}`;
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      void this.#look().then(() => {
        if (this.#timer) this.#schedule();
      });
    }, this.#options.patienceMs / 5);
  }

  async #look(): Promise<void> {
    const looked = await Promise.all(QUEUES.map((name) => this.#isStuck(name)));
    this.#stuck = QUEUES.filter((_, index) => looked[index]);
    if (this.#stuck.length > 0) this.#act();
    else if (this.#hasMovedSinceRebuild()) this.#rebuiltAt = undefined;
  }

  async #isStuck(name: QueueName): Promise<boolean> {
    const { workers, patienceMs } = this.#options;
    const now = performance.now();
    if (!(await this.#areJobsWaiting(name))) {
      this.#waitingSince.delete(name);
      return false;
    }
    const since = this.#waitingSince.get(name) ?? now;
    this.#waitingSince.set(name, since);
    return now - since >= patienceMs && workers.idleMs(name) >= patienceMs;
  }

  /** A redis that does not answer is the relay's to report: nothing can be said of the queue. */
  async #areJobsWaiting(name: QueueName): Promise<boolean> {
    const queue = this.#options.queues[name];
    try {
      return (await queue.getWaitingCount()) > 0 && !(await queue.isPaused());
    } catch {
      return false;
    }
  }

  #act(): void {
    const { log, workers, giveUp } = this.#options;
    const why = this.whyStuck() ?? '';
    if (this.#rebuiltAt !== undefined) {
      giveUp(why);
      return;
    }
    log.error({ why }, 'the worker makes no progress and is built anew');
    workers.rebuild();
    this.#rebuiltAt = performance.now();
    // The new ones have as long as the old ones had.
    this.#waitingSince.clear();
  }

  #hasMovedSinceRebuild(): boolean {
    if (this.#rebuiltAt === undefined) return false;
    const sinceRebuild = performance.now() - this.#rebuiltAt;
    return QUEUES.some((name) => this.#options.workers.idleMs(name) < sinceRebuild);
  }
}
