import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type RunningTestStack, startTestStack } from '../../test-stack.ts';
import { eventually } from '../../testing.ts';
import { type PlannedFault, ROADS, type Road } from './faults.ts';
import { beginFault, type Grounds, untilAllReady } from './inject.ts';
import { Proxy } from './proxy.ts';

let running: RunningTestStack;
let grounds: Grounds;

const portOf = (url: string) => Number(new URL(url).port);

function at(url: string, port: number): string {
  const moved = new URL(url);
  moved.port = String(port);
  return moved.href;
}

beforeAll(async () => {
  running = await startTestStack();
  const { stack, supervisor } = running;
  const ports: Partial<Record<Road, number>> = {
    postgres: portOf(stack.databaseUrl),
    'replica-1': portOf(stack.replicaUrl),
    'redis-queue': portOf(stack.redisQueueUrl),
    'redis-cache': portOf(stack.redisCacheUrl),
  };
  const proxies: Partial<Record<Road, Proxy>> = {};
  for (const road of ROADS) proxies[road] = await Proxy.before(ports[road] ?? 0);
  grounds = {
    supervisor,
    proxies: proxies as Record<Road, Proxy>,
    primaryUrl: stack.databaseUrl,
    replicaUrl: at(stack.adminUrl, portOf(stack.replicaUrl)),
    redisUrls: { 'redis-queue': stack.redisQueueUrl, 'redis-cache': stack.redisCacheUrl },
  };
});

afterAll(async () => {
  for (const proxy of Object.values(grounds?.proxies ?? {})) await proxy.close();
  await running?.stop();
});

function begin(fault: Omit<PlannedFault, 'afterMs' | 'forMs'> & { forMs?: number }) {
  return beginFault({ afterMs: 0, forMs: 0, ...fault }, grounds);
}

const pidOf = (part: string) => running.supervisor.states().find(({ name }) => name === part)?.pid;

/** A connection as one of the shop's apps has it; it may break. */
async function connected(url: string, applicationName = 'test'): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: applicationName });
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end().catch(() => {}));
  return client;
}

function redisAt(url: string, port = portOf(url)): Redis {
  const redis = new Redis(at(url, port), { retryStrategy: () => 20, maxRetriesPerRequest: null });
  redis.on('error', () => {});
  onTestFinished(() => redis.disconnect());
  return redis;
}

/** Whether it is still not done when the other thing is. */
async function outlasts(longer: Promise<unknown>, shorter: Promise<unknown>): Promise<boolean> {
  let isDone = false;
  void longer.finally(() => (isDone = true));
  await shorter;
  return !isDone;
}

it('a killed Redis is over when another process of it is ready', async () => {
  const before = pidOf('redis-queue');
  const calledAt = Date.now();
  const { at: begunAt, over } = await begin({ kind: 'kill', part: 'redis-queue' });
  expect(begunAt).toBeGreaterThanOrEqual(calledAt);
  await over();
  expect(pidOf('redis-queue')).not.toBe(before);
  expect(await redisAt(running.stack.redisQueueUrl).ping()).toBe('PONG');
});

it('a killed primary takes all its connections with it, and is over when it takes new ones', async () => {
  const { databaseUrl } = running.stack;
  const client = await connected(databaseUrl);
  // The process of a busy connection would not notice that its server is gone.
  const busy = client.query('select pg_sleep(60)');
  const broken = expect(busy).rejects.toThrow('terminated unexpectedly');
  const { over } = await begin({ kind: 'kill', part: 'postgres' });
  await broken;
  await over();
  const again = await connected(databaseUrl);
  expect((await again.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

it("the relay's connections are killed and no others, which is over when the worker has new ones", async () => {
  const { databaseUrl } = running.stack;
  const worker = await connected(databaseUrl, 'holdfast-worker-1');
  const api = await connected(databaseUrl, 'holdfast-api-1');
  const ended = new Promise((resolve) => {
    worker.once('end', resolve);
  });
  const { over } = await begin({ kind: 'kill', part: 'relay' });
  await ended;
  const isOver = over();
  expect(await outlasts(isOver, api.query('select pg_sleep(0.3)'))).toBe(true);
  await connected(databaseUrl, 'holdfast-worker-1');
  await isOver;
});

it('a paused primary answers on no connection until it goes on', async () => {
  const client = await connected(running.stack.databaseUrl);
  const { over } = await begin({ kind: 'pause', part: 'postgres', forMs: 500 });
  const [answer, isOver] = [client.query('select 1'), over()];
  expect(await outlasts(answer, isOver)).toBe(true);
  await answer;
});

it('a deafened API process is told of no invalidation until it is over, and of all else', async () => {
  const { databaseUrl } = running.stack;
  const follower = await connected(databaseUrl, 'holdfast-invalidations:api-1');
  const others = await connected(databaseUrl, 'holdfast-api-1');
  const { over } = await begin({ kind: 'deafen', part: 'api-1', forMs: 500 });
  const [answer, isOver] = [follower.query('select 1'), over()];
  expect((await others.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  expect(await outlasts(answer, isOver)).toBe(true);
  await answer;
});

it('a flushed Redis is empty', async () => {
  const redis = redisAt(running.stack.redisCacheUrl);
  await redis.set('key', 'value');
  await (await begin({ kind: 'flush', part: 'redis-cache' })).over();
  expect(await redis.dbsize()).toBe(0);
});

it('a slow way takes its latency, until it is over', async () => {
  const redis = redisAt(running.stack.redisQueueUrl, grounds.proxies['redis-queue'].port);
  await redis.ping();
  const traffic = { latencyMs: 200, bytesPerSecond: 1e6 };
  const { over } = await begin({ kind: 'slow', part: 'redis-queue', forMs: 500, traffic });
  const begun = performance.now();
  await redis.ping();
  expect(performance.now() - begun).toBeGreaterThanOrEqual(399);
  await over();
  await redis.ping();
});

it('a silent way carries no answer until it is over', async () => {
  const client = await connected(at(running.stack.databaseUrl, grounds.proxies.postgres.port));
  const { over } = await begin({ kind: 'silence', part: 'postgres', forMs: 400 });
  const [answer, isOver] = [client.query('select 1'), over()];
  expect(await outlasts(answer, isOver)).toBe(true);
  await answer;
});

it('a broken way is there again at once', async () => {
  const url = at(running.stack.databaseUrl, grounds.proxies.postgres.port);
  const client = await connected(url);
  const broken = expect(client.query('select pg_sleep(60)')).rejects.toThrow();
  await (await begin({ kind: 'break', part: 'postgres' })).over();
  await broken;
  await connected(url);
});

it('what is done to nobody is not done: a way that nobody uses, a relay without connections, a follower that is not there', async () => {
  await expect(begin({ kind: 'break', part: 'webhooks' })).rejects.toThrow('nobody was connected');
  await expect(begin({ kind: 'kill', part: 'relay' })).rejects.toThrow('it had no connection');
  await expect(begin({ kind: 'deafen', part: 'api-2' })).rejects.toThrow('it follows no invalidations');
});

it('a refused way takes no connections until it is over', async () => {
  const url = at(running.stack.replicaUrl, grounds.proxies['replica-1'].port);
  const { over } = await begin({ kind: 'refuse', part: 'replica-1', forMs: 300 });
  await expect(connected(url)).rejects.toThrow('ECONNREFUSED');
  await over();
  await connected(url);
});

it('a replica that is made to lag shows no new row until it is over', async () => {
  const primary = await connected(running.stack.adminUrl);
  const replica = await connected(grounds.replicaUrl);
  const rows = async () => (await replica.query("select from pg_class where relname = 'late'")).rowCount;
  const { over } = await begin({ kind: 'lag', part: 'replica-1', forMs: 300 });
  await primary.query('create table late ()');
  const isOver = over();
  await eventually('the replica has received the row', async () => {
    const { rows: positions } = await replica.query(
      'select pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn() as received',
    );
    return positions[0].received === true;
  });
  expect(await rows()).toBe(0);
  await isOver;
  await eventually('the row is seen', async () => (await rows()) === 1);
});

it('whoever waits for all parts is told which one is missing', async () => {
  const { over } = await begin({ kind: 'kill', part: 'redis-cache' });
  await expect(untilAllReady(running.supervisor, 1)).rejects.toThrow('redis-cache did not come back');
  await over();
  await untilAllReady(running.supervisor, 10_000);
});
