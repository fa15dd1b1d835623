import { setTimeout as pause } from 'node:timers/promises';
import { describeError } from '@holdfast/commerce/infra/describe-error';
import type { Logger } from '@holdfast/commerce/infra/log';
import type { Database } from '@holdfast/db/database';
import type { Schedule } from './schedules.ts';

type SchedulerDeps = { db: Database; log: Logger };
type Turn = { name: string; isMine: boolean; startedAt: Date; untilNextMs: number };

/** A run has so long before another worker may take its schedule: who dies at it delays the next run by no more. */
const LEASE_MS = 60_000;
const LONGEST_REST_MS = 5_000;
/** When another worker has just taken what was due, or the database did not answer. */
const SHORTEST_REST_MS = 500;

/**
 * Does what is due now and then. When, and how it went the last time, stands in PostgreSQL: whichever worker comes
 * first takes a due schedule, once, and an emptied Redis changes nothing.
 */
export class Scheduler<D extends SchedulerDeps> {
  readonly #deps: D;
  readonly #schedules: readonly Schedule<D>[];
  readonly #runs = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #isRegistered = false;
  #hasFailed = false;
  #loop: Promise<void> | undefined;

  constructor(deps: D, schedules: readonly Schedule<D>[]) {
    this.#deps = deps;
    this.#schedules = schedules;
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Waits for what is being done. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    await Promise.all(this.#runs);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await pause(await this.#turn(), undefined, { signal }).catch(() => {});
    }
  }

  /** @returns ms until something is due, at most a few seconds. */
  async #turn(): Promise<number> {
    try {
      if (!this.#isRegistered) await this.#register();
      const turns = await this.#takeDue();
      for (const turn of turns) if (turn.isMine) this.#begin(turn);
      this.#hasFailed = false;
      const next = Math.min(LONGEST_REST_MS, ...turns.map((turn) => turn.untilNextMs));
      return Math.max(SHORTEST_REST_MS, next);
    } catch (error) {
      if (!this.#hasFailed) this.#deps.log.warn({ err: error }, 'schedules cannot be read');
      this.#hasFailed = true;
      return SHORTEST_REST_MS;
    }
  }

  async #register(): Promise<void> {
    for (const { name, what, everyMs } of this.#schedules) {
      await this.#deps.db.primary.$executeRaw`
        INSERT INTO schedule AS known (name, what, every_ms) VALUES (${name}, ${what}, ${everyMs})
        ON CONFLICT (name) DO UPDATE SET what = excluded.what, every_ms = excluded.every_ms,
          next_at = least(known.next_at, now() + excluded.every_ms * interval '1 millisecond')
        WHERE (known.what, known.every_ms) IS DISTINCT FROM (excluded.what, excluded.every_ms)`;
    }
    this.#isRegistered = true;
  }

  /** Takes what is due and nobody has taken, and tells when the others are. */
  #takeDue(): Promise<Turn[]> {
    const names = this.#schedules.map(({ name }) => name);
    return this.#deps.db.primary.$queryRaw<Turn[]>`
      WITH due AS MATERIALIZED (
        SELECT name FROM schedule WHERE name = ANY(${names}) AND next_at <= now() FOR UPDATE SKIP LOCKED
      ), taken AS (
        UPDATE schedule
        SET last_started_at = clock_timestamp(), next_at = now() + ${LEASE_MS} * interval '1 millisecond'
        FROM due WHERE schedule.name = due.name
        RETURNING schedule.name, last_started_at
      )
      SELECT name, taken.name IS NOT NULL AS "isMine", taken.last_started_at AS "startedAt",
             CASE WHEN taken.name IS NULL THEN (extract(epoch FROM next_at - now()) * 1000)::float8
                  ELSE every_ms END AS "untilNextMs"
      FROM schedule LEFT JOIN taken USING (name)
      WHERE name = ANY(${names})`;
  }

  #begin(turn: Turn): void {
    const schedule = this.#schedules.find(({ name }) => name === turn.name);
    if (!schedule) return;
    const run = this.#do(schedule, turn.startedAt).finally(() => this.#runs.delete(run));
    this.#runs.add(run);
  }

  async #do(schedule: Schedule<D>, startedAt: Date): Promise<void> {
    const { db, log } = this.#deps;
    try {
      const error = await schedule.run(this.#deps).then(
        () => null,
        (reason: unknown) => reason ?? new Error('it failed without a reason'),
      );
      if (error) log.warn({ err: error, schedule: schedule.name }, 'a schedule failed and is tried again');
      // Nothing is written when the lease was over and another worker has begun.
      await db.primary.$executeRaw`
        UPDATE schedule
        SET next_at = greatest(now(), last_started_at + every_ms * interval '1 millisecond'),
            last_ended_at = clock_timestamp(), last_error = ${error ? describeError(error) : null}
        WHERE name = ${schedule.name} AND last_started_at = ${startedAt}`;
    } catch (error) {
      log.warn({ err: error, schedule: schedule.name }, 'the end of a schedule could not be noted');
    }
  }
}
