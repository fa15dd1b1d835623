import type { PrismaClient } from '@holdfast/db/prisma';
import type { HistorySample, Snapshot } from '@holdfast/shared/contracts/operations';
import { joinHistory, toHistorySample } from '@holdfast/shared/history-sample';
import type { Logger } from '../infra/log.ts';
import { withDeadline } from '../infra/with-deadline.ts';
import { claimSecond, deleteOldSamples, readSamples, saveSamples } from './history-rows.ts';
import { nextSecond, thisSecond } from './next-second.ts';
import { within } from './within.ts';

type HistoryParts = { client: PrismaClient; log: Logger; snapshot: () => Promise<Snapshot> };

/** What PostgreSQL has for each answer, so that a second is not spent on waiting. */
const ANSWER_MS = 900;
const PURGE_EVERY_MS = 60_000;

/**
 * 15 minutes of figures, one sample a second, in PostgreSQL, where they outlive Redis and any process of ours.
 * Of all processes that keep the history one tells a second: whoever makes its row first. While PostgreSQL is away each
 * process tells every second to its own memory, and writes down what the table lacks when it is back.
 */
export class History {
  readonly #parts: HistoryParts;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** What this process has told in the last 15 minutes, oldest first. */
  #told: HistorySample[] = [];
  /** Not all that was told is certain to be in PostgreSQL. */
  #isBehind = false;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#run(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** Oldest first. What PostgreSQL lacks, or all while it does not answer, is from this process's memory. */
  async read(): Promise<HistorySample[]> {
    const stored = await within(ANSWER_MS, readSamples(this.#parts.client));
    return joinHistory(stored ?? [], this.#told);
  }

  async #run(signal: AbortSignal): Promise<void> {
    let second = await nextSecond(thisSecond(), signal);
    while (!signal.aborted) {
      await this.#tell(second).catch((error) => {
        this.#parts.log.error({ err: error }, 'a second of the history could not be told');
      });
      second = await nextSecond(second, signal);
    }
  }

  async #tell(second: number): Promise<void> {
    const { client } = this.#parts;
    if (!this.#isBehind && (await this.#ask(() => claimSecond(client, second))) === false) return;
    const snapshot = await this.#parts.snapshot();
    const sample = toHistorySample(snapshot);
    this.#told = joinHistory([sample], this.#told);
    if (snapshot.database.primary.state === 'down') {
      this.#isBehind = true;
      return;
    }
    const owed = this.#isBehind ? this.#told : [sample];
    if ((await this.#ask(() => saveSamples(client, owed))) !== null) this.#isBehind = false;
    if (second % PURGE_EVERY_MS === 0) await this.#ask(() => deleteOldSamples(client));
  }

  /** Null when PostgreSQL did not answer. */
  async #ask<T>(statement: () => Promise<T>): Promise<T | null> {
    try {
      return await withDeadline(ANSWER_MS, statement);
    } catch (error) {
      if (!this.#isBehind) this.#parts.log.warn({ err: error }, 'the history is kept in memory for now');
      this.#isBehind = true;
      return null;
    }
  }
}
