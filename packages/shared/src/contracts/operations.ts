import { z } from 'zod';
import { moneySchema } from '../money.ts';
import { orderStatusSchema } from './orders.ts';

const count = z.int();
const nullableNumber = z.number().nullable();

/** `l1Hits` were answered by the process itself, `l2Hits` from Redis, `misses` from PostgreSQL. */
const cacheCounts = { l1Hits: count, l2Hits: count, misses: count };

/**
 * What the operator sees. `null` means "not known", never "zero": a figure that could not be read is not shown
 * as if it had been. Rates are over the last 10 s; `ratio` is null before there was traffic.
 */
export const snapshotSchema = z.object({
  /** When reading began: each figure is of this moment or up to a second later. */
  at: z.iso.datetime(),
  queues: z.array(
    z.object({
      name: z.string(),
      paused: z.boolean().nullable(),
      workers: count.nullable(),
      waiting: count.nullable(),
      active: count.nullable(),
      delayed: count.nullable(),
      failed: count.nullable(),
      /** Age of the job that waits longest, in ms; null when none waits or Redis cannot be asked. */
      oldestWaitingMs: nullableNumber,
      perSecond: nullableNumber,
    }),
  ),
  cache: z.object({
    ratio: nullableNumber,
    families: z.array(
      z.object({
        name: z.string(),
        /** Reads of the last 10 s, each counted once, so that the share of each tier follows from them. */
        ...cacheCounts,
        /** Hits of both tiers over all reads of the last 10 s. */
        ratio: nullableNumber,
        /** The same counts of the processes that run now, each since it started. */
        sinceStart: z.object(cacheCounts),
      }),
    ),
  }),
  database: z.object({
    primary: z.object({ state: z.enum(['up', 'down']), connections: count.nullable() }),
    replicas: z.array(
      z.object({
        name: z.string(),
        state: z.enum(['streaming', 'lagging', 'down']),
        lagMs: nullableNumber,
        lagBytes: nullableNumber,
      }),
    ),
  }),
  redis: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['up', 'down']),
      usedBytes: count.nullable(),
      /** At so many bytes it refuses to take more, or forgets something; null also when it has no limit. */
      maxBytes: count.nullable(),
      /** What it does at its limit, as Redis calls it: `noeviction`, `allkeys-lru`... */
      policy: z.string().nullable(),
    }),
  ),
  nodes: z.array(
    z.object({
      id: z.string(),
      role: z.string(),
      pid: count,
      /** `down`: no heartbeat for 2 s. */
      state: z.enum(['up', 'down']),
      startedAt: z.iso.datetime(),
      seenAt: z.iso.datetime(),
      rps: nullableNumber,
      p95Ms: nullableNumber,
      eventLoopLagMs: nullableNumber,
      rssBytes: count,
    }),
  ),
  circuits: z.array(z.object({ name: z.string(), state: z.enum(['closed', 'open', 'half_open']) })),
  outbox: z.object({
    pending: count.nullable(),
    oldestMs: nullableNumber,
    /** Jobs that were given up and wait for an operator; they are not pending. */
    dead: count.nullable(),
  }),
  orders: z.object({
    /** Placed in the last 60 s; null when the primary cannot be asked. */
    perMinute: nullableNumber,
    /** The newest ten, newest first; no personal data. The last known ones while the primary cannot be asked. */
    recent: z.array(
      z.object({
        number: z.string(),
        status: orderStatusSchema,
        attention: z.object({ reason: z.string() }).nullable(),
        total: moneySchema,
        placedAt: z.iso.datetime(),
      }),
    ),
  }),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** How far back the operator's page looks. */
export const HISTORY_MS = 15 * 60_000;

/** What is kept of one second's snapshot for 15 minutes. `null` is "not known", and a second that is missing was not seen. */
export const historySampleSchema = z.object({
  at: z.iso.datetime(),
  queues: z.array(
    z.object({
      name: z.string(),
      waiting: count.nullable(),
      oldestWaitingMs: nullableNumber,
      perSecond: nullableNumber,
    }),
  ),
  cacheRatio: nullableNumber,
  replicas: z.array(z.object({ name: z.string(), lagMs: nullableNumber, lagBytes: nullableNumber })),
  /** All API processes together. */
  rps: nullableNumber,
  /** Of the slowest API process. */
  p95Ms: nullableNumber,
  outboxPending: count.nullable(),
  ordersPerMinute: nullableNumber,
});
export type HistorySample = z.infer<typeof historySampleSchema>;

/** The last 15 minutes, oldest first, at most one a second. */
export const historySchema = z.object({ samples: z.array(historySampleSchema) });
export type History = z.infer<typeof historySchema>;

/** What a process that has no database of its own (the web app) tells the API once a second. */
export const beatInput = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,99}$/i),
  role: z.literal('web'),
  pid: z.int().min(1),
  /** How long the process has run. */
  uptimeMs: z.number().min(0),
  rps: nullableNumber,
  p95Ms: nullableNumber,
  eventLoopLagMs: z.number().min(0),
  rssBytes: z.int().min(0),
  /** It stops of its own will: its row goes away and it is not shown as down. */
  leaving: z.boolean().default(false),
});
export type Beat = z.output<typeof beatInput>;
