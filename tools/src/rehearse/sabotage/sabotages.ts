import type { PromiseName } from '../../checker/verdict.ts';

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
  /** Of `rehearse chaos`, chosen so that it comes out soon: how long each rush lasts in s, and the first run's seed. */
  chaos: { seconds: number; seed: number };
};

/** For what needs no certain fault. */
const ANY_CHAOS = { seconds: 15, seed: 1 };

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
    chaos: ANY_CHAOS,
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
    chaos: ANY_CHAOS,
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
    chaos: { seconds: 30, seed: 550 },
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
    chaos: ANY_CHAOS,
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
    chaos: { seconds: 90, seed: 1 },
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
    chaos: ANY_CHAOS,
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
    chaos: { seconds: 15, seed: 2897 },
  },
];
