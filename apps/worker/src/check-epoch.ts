import type { Queues } from '@holdfast/commerce/infra/queue';
import { applyPauses } from '@holdfast/commerce/operations/apply-pauses';
import type { Database } from '@holdfast/db/database';
import type { Redis } from 'ioredis';

/**
 * Notices a Redis that may have forgotten jobs: it was emptied (the key is gone), or it is not the server that
 * the key was written on (restarted, failed over). The queues that are to be paused are paused again, then all that
 * was sent and has no receipt is due at once; what is in its queue after all is left there by the relay.
 *
 * @returns whether jobs were made due.
 */
export async function checkEpoch(parts: {
  db: Database;
  queues: Queues;
  redis: Redis;
  prefix: string;
}): Promise<boolean> {
  const { db, redis, prefix } = parts;
  const key = `${prefix}:epoch`;
  const [known, server] = await Promise.all([redis.get(key), readRunId(redis)]);
  if (known === server) return false;
  await applyPauses(parts);
  // In one order, so that two relays that notice it together wait for each other instead of for themselves.
  await db.primary.$executeRaw`
    UPDATE outbox_event SET due_at = now()
    WHERE id IN (
      SELECT id FROM outbox_event
      WHERE closed_at IS NULL AND dead_at IS NULL AND generation > 0 AND due_at > now()
      ORDER BY id FOR UPDATE)`;
  await redis.set(key, server);
  return true;
}

async function readRunId(redis: Redis): Promise<string> {
  const runId = /^run_id:(\w+)/m.exec(await redis.info('server'))?.[1];
  if (!runId) throw new Error('redis told no run_id');
  return runId;
}
