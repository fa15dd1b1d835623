import { z } from 'zod';

const count = z.int();
const nullableNumber = z.number().nullable();

/**
 * What the operator sees. `null` means "not known", never "zero": a figure that could not be read is not shown
 * as if it had been. Rates are over the last 10 s; `ratio` is null before there was traffic.
 */
export const snapshotSchema = z.object({
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
        l1Hits: count,
        l2Hits: count,
        misses: count,
        ratio: nullableNumber,
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
  redis: z.array(z.object({ name: z.string(), state: z.enum(['up', 'down']), usedBytes: count.nullable() })),
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
  outbox: z.object({ pending: count.nullable(), oldestMs: nullableNumber }),
});
export type Snapshot = z.infer<typeof snapshotSchema>;
