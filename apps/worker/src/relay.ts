import type { Logger } from '@holdfast/commerce/infra/log';
import type { Signals } from '@holdfast/db/signals';
import { JOBS } from '@holdfast/shared/jobs';
import type { Redis } from 'ioredis';
import { checkEpoch } from './check-epoch.ts';
import { type RelayParts, sendDue } from './send-due.ts';

export type RelayOptions = RelayParts & { redis: Redis; signals: Signals; log: Logger; prefix: string };

const POLL_MS = 1_000;
const FIRST_BACKOFF_MS = 200;
const LONGEST_BACKOFF_MS = 2_000;
const STUCK_MS = 10_000;
const UNKNOWN_JOBS_MS = 60_000;

/**
 * Carries due jobs from the outbox into their queues: at a signal, and once a second behind it. Any number of
 * relays may run at once. What it sends is closed by the job's effect, never by the relay.
 */
export class Relay {
  readonly #options: RelayOptions;
  #isStopping = false;
  #isWoken = false;
  #wake = () => {};
  #failures = 0;
  #lastSuccess = performance.now();
  #nextEpochCheck = 0;
  #nextUnknownCheck = 0;
  #running: Promise<void> | undefined;
  #unlisten: () => void = () => {};

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#unlisten = await this.#options.signals.listen('outbox', () => this.wake());
    this.#running = this.#run();
  }

  /** Looks for due jobs now. */
  wake(): void {
    this.#isWoken = true;
    this.#wake();
  }

  /** Whether jobs are being carried: false after 10 s in which nothing could be read or sent. */
  isMoving(): boolean {
    return performance.now() - this.#lastSuccess < STUCK_MS;
  }

  /** Finishes the batch at hand. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#unlisten();
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      this.#isWoken = false;
      const pause = await this.#turn();
      await this.#rest(pause);
    }
  }

  /** @returns ms until the next turn; a signal cuts a rest short, but never the pause after a failure. */
  async #turn(): Promise<{ ms: number; isFixed: boolean }> {
    const { log } = this.#options;
    try {
      await this.#checkNowAndThen();
      const hasMore = await sendDue(this.#options);
      if (this.#failures > 0) log.info('jobs are relayed again');
      this.#failures = 0;
      this.#lastSuccess = performance.now();
      return { ms: hasMore ? 0 : POLL_MS, isFixed: false };
    } catch (error) {
      if (this.#failures === 0) log.warn({ err: error }, 'jobs cannot be relayed and wait in the outbox');
      const ms = Math.min(FIRST_BACKOFF_MS * 2 ** this.#failures, LONGEST_BACKOFF_MS);
      this.#failures += 1;
      return { ms, isFixed: true };
    }
  }

  async #checkNowAndThen(): Promise<void> {
    const now = performance.now();
    if (now >= this.#nextEpochCheck) {
      if (await checkEpoch(this.#options)) {
        this.#options.log.info('redis is new or was emptied: all jobs without a receipt are looked at again');
      }
      this.#nextEpochCheck = now + POLL_MS;
    }
    if (now >= this.#nextUnknownCheck) {
      await this.#reportUnknownJobs();
      this.#nextUnknownCheck = now + UNKNOWN_JOBS_MS;
    }
  }

  async #reportUnknownJobs(): Promise<void> {
    const unknown = await this.#options.db.primary.$queryRaw<{ job: string; count: number }[]>`
      SELECT job, count(*)::integer AS count FROM outbox_event
      WHERE closed_at IS NULL AND dead_at IS NULL AND due_at <= now() AND job <> ALL(${Object.keys(JOBS)})
      GROUP BY job`;
    if (unknown.length > 0) this.#options.log.error({ unknown }, 'due jobs have no name that is known here');
  }

  async #rest({ ms, isFixed }: { ms: number; isFixed: boolean }): Promise<void> {
    if (ms === 0 || this.#isStopping || (this.#isWoken && !isFixed)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        if (isFixed && !this.#isStopping) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => {};
  }
}
