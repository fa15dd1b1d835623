import type { Snapshot } from '@holdfast/shared/contracts/operations';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';

/** What is read of a queue in Redis; `perSecond` is told by the workers' heartbeats. */
export type QueueFigures = Omit<Snapshot['queues'][number], 'name' | 'perSecond'>;

export const UNKNOWN_QUEUE: QueueFigures = {
  paused: null,
  workers: null,
  waiting: null,
  active: null,
  delayed: null,
  failed: null,
  oldestWaitingMs: null,
};

export async function readQueue(queue: Queue): Promise<QueueFigures> {
  const [counts, paused, workers, [oldest]] = await Promise.all([
    queue.getJobCounts('wait', 'active', 'delayed', 'failed'),
    queue.isPaused(),
    queue.getWorkersCount(),
    queue.getWaiting(0, 0),
  ]);
  return {
    paused,
    workers,
    waiting: counts.wait ?? null,
    active: counts.active ?? null,
    delayed: counts.delayed ?? null,
    failed: counts.failed ?? null,
    oldestWaitingMs: oldest ? Math.max(0, Date.now() - oldest.timestamp) : null,
  };
}

/** What a Redis says of its memory; `maxBytes` null: it has no limit. */
export type RedisMemory = { usedBytes: number; maxBytes: number | null; policy: string | null };

/** Rejects when the server does not answer. */
export async function readMemory(redis: Redis): Promise<RedisMemory> {
  const info = await redis.info('memory');
  const field = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
  const used = field('used_memory');
  if (!used) throw new Error('redis told no used_memory');
  return {
    usedBytes: Number(used),
    maxBytes: Number(field('maxmemory') ?? 0) || null,
    policy: field('maxmemory_policy') ?? null,
  };
}
