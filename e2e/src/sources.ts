import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import type pg from 'pg';
import type { RunningShop } from './start-shop.ts';

/** In front of every key of the queues. */
export const QUEUE_PREFIX = 'holdfast';

export type QueueKeys = {
  paused: boolean;
  workers: number;
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  /** When the job that is next in line was made, in ms; null when none waits. */
  oldestMadeAt: number | null;
};

/** A queue as its keys and the list of clients have it. */
export async function readQueueKeys(redis: Redis, name: string): Promise<QueueKeys> {
  const key = (part: string) => `${QUEUE_PREFIX}:${name}:${part}`;
  const next = await redis.lindex(key('wait'), -1);
  const madeAt = next === null ? null : await redis.hget(key(next), 'timestamp');
  const clients = String(await redis.client('LIST'));
  const clientName = `${QUEUE_PREFIX}:${Buffer.from(name).toString('base64')}`;
  const names = [...clients.matchAll(/ name=(\S*)/g)].map(([, client]) => client ?? '');
  return {
    paused: (await redis.hexists(key('meta'), 'paused')) === 1,
    workers: names.filter((client) => client === clientName || client.startsWith(`${clientName}:w:`)).length,
    waiting: await redis.llen(key('wait')),
    active: await redis.llen(key('active')),
    delayed: await redis.zcard(key('delayed')),
    failed: await redis.zcard(key('failed')),
    oldestMadeAt: madeAt === null ? null : Number(madeAt),
  };
}

export async function readUsedMemory(redis: Redis): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);
}

export async function readOne<Row extends pg.QueryResultRow>(
  client: pg.Client,
  statement: string,
): Promise<Row> {
  const { rows } = await client.query<Row>(statement);
  const [row] = rows;
  if (!row) throw new Error(`no row from ${statement}`);
  return row;
}

export type MetricLine = { name: string; labels: Record<string, string>; value: number };

/** The lines of a Prometheus page. */
export async function readMetrics(url: string): Promise<MetricLine[]> {
  const page = await (await fetch(url)).text();
  return [...page.matchAll(/^(\w+)\{(.*)\} (\S+)$/gm)].map(([, name = '', labels = '', value]) => ({
    name,
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, text]) => [key, text])),
    value: Number(value),
  }));
}

/** Together over all processes, by label. */
export function sumOf(lines: MetricLine[], name: string, labels: Record<string, string> = {}): number {
  const wanted = Object.entries(labels);
  return lines
    .filter((line) => line.name === name && wanted.every(([label, value]) => line.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0);
}

/** The process that runs the part now. */
export function readPid(running: RunningShop, part: string): number {
  const pid = running.pids()[part];
  if (!pid) throw new Error(`${part} is not running`);
  return pid;
}

/** Resident memory in bytes, as the kernel has it. */
export function readRss(pid: number): number {
  return 1_024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

const TICKS_PER_SECOND = 100;

/** When the process started, in ms, to a hundredth of a second. */
export function readStart(pid: number): number {
  const bootedAt = Number(/^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]);
  // The second field is the name in brackets and may hold spaces; the start is the 22nd.
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?=[^)]*$)/);
  return (bootedAt + Number(rest.split(' ')[19]) / TICKS_PER_SECOND) * 1_000;
}
