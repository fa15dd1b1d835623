import type { PromiseName } from '../../checker/verdict.ts';
import type { CopyRun } from './rehearse-copy.ts';

/** A replacement in a file of the repository; `find` stands there exactly once. */
export type Change = { file: string; find: string; replace: string };

/** One guard of the shop taken away, as a plausible bug would. */
export type Sabotage = {
  name: string;
  /** What a person reads: the bug, and what else was changed to bring it out sooner. */
  what: string;
  /** The promises that it breaks; a finding of another one is not what was asked for. */
  promises: PromiseName[];
  changes: Change[];
  /** The rehearsal and its first run's seed, chosen so that it comes out soon. */
  run: CopyRun;
};

/** `seconds`: how long its rush lasts. */
function chaosOf({ seed, seconds }: { seed: number; seconds: number }): CopyRun {
  return { rehearsal: 'chaos', seed, options: `--seconds ${seconds}` };
}

/** For what needs no certain fault. */
const ANY_CHAOS = chaosOf({ seconds: 15, seed: 1 });
const READS: CopyRun = { rehearsal: 'staleness', seed: 2, options: '--reads 5000 --changes 120' };

export const SABOTAGES: Sabotage[] = [
  {
    name: 'stock-check',
    what: 'What is promised to others already is not taken off what may be sold.',
    promises: ['stock'],
    changes: [
      {
        file: 'packages/commerce/src/inventory/plan-allocation.ts',
        find: 'const free = level.onHand + level.backOrderLimit - level.allocated;',
        replace: 'const free = level.onHand + level.backOrderLimit;',
      },
    ],
    run: ANY_CHAOS,
  },
  {
    name: 'idempotency-row',
    what: 'The answer to an order is not kept under its key.',
    promises: ['answers'],
    changes: [
      {
        file: 'packages/commerce/src/orders/place-group.ts',
        find: 'kept.push({ call: call.idempotency, answer });',
        replace: '',
      },
    ],
    run: ANY_CHAOS,
  },
  {
    name: 'outbox-in-transaction',
    what: 'What a payment causes is written down a second after its commit, as if it were gathered in memory.',
    promises: ['ends'],
    changes: [
      {
        file: 'packages/commerce/src/payments/record-outcome.ts',
        find: 'jsonb_to_recordset(${JSON.stringify(plan.jobs)}::jsonb)',
        replace: "jsonb_to_recordset('[]'::jsonb)",
      },
      {
        file: 'packages/commerce/src/payments/record-outcome.ts',
        find: "  if (!row) throw new Error('the outcome was not answered');",
        replace: `  if (!row) throw new Error('the outcome was not answered');
  if (row.recorded) setTimeout(() => {
    client.$executeRaw\`INSERT INTO outbox_event (job, payload)
      SELECT name, payload FROM jsonb_to_recordset(\${JSON.stringify(plan.jobs)}::jsonb) AS j (name text, payload jsonb)\`
      .catch(() => {});
  }, 1_000);`,
      },
    ],
    // Worker, both APIs and the primary are killed, each of which may have such work in its hands.
    run: chaosOf({ seconds: 30, seed: 550 }),
  },
  {
    name: 'receipt',
    what: 'The relay takes it for the receipt of a job that it has sent it.',
    promises: ['ends'],
    changes: [
      {
        file: 'apps/worker/src/send-due.ts',
        find: 'SET generation = event.generation + 1, due_at',
        replace: 'SET generation = event.generation + 1, closed_at = now(), due_at',
      },
    ],
    run: ANY_CHAOS,
  },
  {
    name: 'reaper',
    what: 'Nobody ends holds whose time is up. So that it is up within a run, a declined order is kept for 1 s and not for 15 min.',
    promises: ['ends'],
    changes: [
      {
        file: 'apps/worker/src/schedules.ts',
        find: 'everyMs: 5_000,',
        replace: 'everyMs: 5_000_000,',
      },
      {
        file: 'packages/commerce/src/orders/hold-times.ts',
        find: 'KEEP_DECLINED_MS = 15 * 60_000',
        replace: 'KEEP_DECLINED_MS = 1_000',
      },
    ],
    // The checker lets a hold last a minute too long.
    run: chaosOf({ seconds: 90, seed: 1 }),
  },
  {
    name: 'compensation',
    what: 'Of a paid order that is cancelled nothing is given back.',
    promises: ['charges'],
    changes: [
      {
        file: 'packages/commerce/src/orders/cancel-order.ts',
        find: '} else if (payment.left > 0) {',
        replace: '} else if (payment.left < 0) {',
      },
    ],
    run: ANY_CHAOS,
  },
  {
    name: 'lsn-token',
    what: 'What a caller shows of their last write is forgotten.',
    promises: ['freshness'],
    changes: [
      {
        file: 'packages/commerce/src/infra/caller-position.ts',
        find: 'return Math.max(this.#written, this.#shown);',
        replace: 'return this.#written;',
      },
    ],
    // While the cache's Redis is paused, the replica does not replay.
    run: chaosOf({ seconds: 15, seed: 2897 }),
  },
  {
    name: 'invalidation-row',
    what: 'What a change makes untrue is not written down in its transaction: whoever made it knows, and nobody else.',
    promises: ['staleness', 'freshness'],
    changes: [
      {
        file: 'packages/commerce/src/infra/cache/invalidate.ts',
        find: 'await tx.$executeRaw`INSERT INTO cache_invalidation (tags) VALUES (${tags}::text[])`;',
        replace: 'void [tx, tags];',
      },
    ],
    run: READS,
  },
  {
    name: 'marks-at-store',
    what: 'An answer that took long to compute is taken to be as new as what was changed meanwhile, and is kept.',
    promises: ['staleness', 'freshness'],
    changes: [
      {
        file: 'packages/commerce/src/infra/cache/cache.ts',
        find: 'return { lsn: source.lsn, refreshAt',
        replace: 'return { lsn: Math.max(source.lsn, this.#tail.markOf(tags)), refreshAt',
      },
      {
        file: 'packages/commerce/src/infra/cache/cache.ts',
        find: '#fill<T>({ minLsn, ttlSeconds, fill }: Asked<T>)',
        replace: '#fill<T>({ minLsn, ttlSeconds, tags, fill }: Asked<T>)',
      },
    ],
    run: READS,
  },
  {
    name: 'token-on-reads',
    what: 'What a caller shows of their last write counts for no read, whether it is computed or kept.',
    promises: ['freshness'],
    changes: [
      {
        file: 'packages/commerce/src/infra/caller-position.ts',
        find: 'return Math.max(this.#written, this.#shown);',
        replace: 'return this.#written;',
      },
      {
        file: 'apps/api/src/http/response-tier/response-tier.ts',
        find: 'if (!this.#isValid(kept, minLsn ?? 0)) return false;',
        replace: 'if (!this.#isValid(kept, Math.min(minLsn ?? 0, 0))) return false;',
      },
    ],
    run: READS,
  },
  {
    name: 'unconfirmed-hits',
    what: 'A process that has not heard of changes for up to a minute goes on serving what it keeps.',
    promises: ['staleness'],
    changes: [
      {
        file: 'packages/commerce/src/infra/cache/invalidation-tail.ts',
        find: 'const CONFIRMED_FOR_MS = 1_000;',
        replace: 'const CONFIRMED_FOR_MS = 60_000;',
      },
    ],
    run: READS,
  },
];
