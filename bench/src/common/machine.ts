import os from 'node:os';
import { Redis } from 'ioredis';
import type pg from 'pg';

/** What the figures were seen on. */
export type Machine = {
  cores: number;
  processor: string;
  memoryGb: number;
  kernel: string;
  node: string;
  postgres: string;
  redis: string;
  /** Processes that wanted a core in the minute before: what else was at work. */
  loadBefore: number;
};

async function readRedisVersion(url: string): Promise<string> {
  const redis = new Redis(url);
  const info = await redis.info('server');
  redis.disconnect();
  return /redis_version:(\S+)/.exec(info)?.[1] ?? 'unknown';
}

/** `loadBefore`: of before the shop was started. */
export async function lookAtMachine(
  sql: pg.Client,
  { redisUrl, loadBefore }: { redisUrl: string; loadBefore: number },
): Promise<Machine> {
  const { rows } = await sql.query<{ server_version: string }>('SHOW server_version');
  return {
    cores: os.availableParallelism(),
    processor: os.cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    kernel: os.release(),
    node: process.versions.node,
    postgres: rows[0]?.server_version ?? 'unknown',
    redis: await readRedisVersion(redisUrl),
    loadBefore,
  };
}

/** How many processes wanted a core in the last minute. */
export function readLoad(): number {
  return os.loadavg()[0] ?? Number.NaN;
}
