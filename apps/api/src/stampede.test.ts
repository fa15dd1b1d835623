import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { connectRedis } from '@holdfast/commerce/infra/redis';
import { type CuttableServer, standBefore } from '@holdfast/commerce/operations/testing-proxy';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { type SoldVariant, sellVariant } from '@holdfast/commerce/testing-goods';
import type { Queryable } from '@holdfast/db/prisma';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest';
import { type ApiProcess, freePort, killApis, startApi } from './testing-process.ts';

/** A clock that goes forward when it is told to, by so many ms, and says when it has. */
const CLOCK = `data:text/javascript,${encodeURIComponent(`
  const { now } = Date;
  let ahead = 0;
  Date.now = () => now() + ahead;
  process.on('message', (ms) => {
    ahead += ms;
    process.send('done');
  });`)}`;
/** Longer than a product's page is kept, and shorter than it may be served while the database is gone. */
const LATER_MS = 120_000;
const CROWD = 1_000;
/** A machine with other work turns the crowd away for a while. */
const TEST_MS = 240_000;
const PATIENCE = { timeout: 120_000 };
/** Long enough for both to claim, and shorter than a statement may wait for the table. */
const CLAIMING_MS = 3_000;

let shop: TestShop;
let servers: Record<'database' | 'redis', CuttableServer>;
let apis: ApiProcess[];
let wanted: SoldVariant;
let other: SoldVariant;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  servers = {
    database: await standBefore(shop.databaseUrl),
    redis: await standBefore(shop.cacheRedisUrl),
  };
  apis = await Promise.all(['api-1', 'api-2'].map(startBehindProxies));
}, TEST_MS);
afterAll(async () => {
  await killApis();
  await shop.close();
});

beforeEach(async () => {
  wanted = await sellVariant(shop);
  other = await sellVariant(shop);
  await expect.poll(countOneByOne, PATIENCE).toBe(1);
  await expire();
}, TEST_MS);

async function startBehindProxies(id: string): Promise<ApiProcess> {
  const env = {
    NODE_ID: id,
    API_PORT: String(await freePort()),
    RATE_LIMITS: 'off',
    DATABASE_URL: servers.database.url,
    DATABASE_REPLICA_URLS: '',
    CACHE_REDIS_URL: servers.redis.url,
  };
  return startApi(shop, env, [CLOCK]);
}

/** What each process keeps, and what both keep in Redis, has had its time; but for what is read with every page. */
async function expire(): Promise<void> {
  await Promise.all(
    apis.map(async (api) => {
      api.child.send(LATER_MS);
      await once(api.child, 'message');
      await ask(api, other);
    }),
  );
}

async function ask({ url }: ApiProcess, { handle } = wanted) {
  const input = encodeURIComponent(JSON.stringify({ handle }));
  const answer = await fetch(`${url}/trpc/catalog.product?input=${input}`, {
    headers: { connection: 'close' },
  });
  return {
    status: answer.status,
    cache: answer.headers.get('x-cache'),
    retryAfterMs: Number(answer.headers.get('retry-after')) * 1_000,
    body: await answer.text(),
  };
}

/** Asks again when the shop says, as long as it turns people away: on a busy machine it does. */
async function insist(api: ApiProcess) {
  for (;;) {
    const answer = await ask(api);
    if (!answer.body.includes('"OVERLOADED"')) return answer;
    await delay(answer.retryAfterMs);
  }
}

/** As many ask each of the processes, all at once. */
function askAll(count: number) {
  const each = Array.from({ length: count / apis.length });
  return Promise.all(apis.flatMap((api) => each.map(() => insist(api))));
}

/** The same crowd, and no computation ends before both processes have been about to begin one. */
async function askWhileHeld() {
  const hold = await holdProducts();
  const { both } = await watchClaims();
  const first = askAll(apis.length);
  // A process that does not claim, since it gave Redis up, is answered as soon as it may read.
  await Promise.race([both, first, delay(CLAIMING_MS)]);
  const others = askAll(CROWD - apis.length);
  await hold.release();
  return (await Promise.all([first, others])).flat();
}

/** Until `release` nobody can read products. */
async function holdProducts(): Promise<{ release: () => Promise<void> }> {
  const [held, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const hold = async (tx: Queryable) => {
    await tx.$executeRaw`SET LOCAL idle_in_transaction_session_timeout = 0`;
    await tx.$executeRaw`LOCK TABLE product IN ACCESS EXCLUSIVE MODE`;
    held.resolve();
    await released.promise;
  };
  const holding = shop.db.primary.$transaction(hold, { timeout: TEST_MS });
  await held.promise;
  return {
    release: () => {
      released.resolve();
      return holding;
    },
  };
}

/** @returns once it watches; `both` when a second process asks for the right to compute the page for all. */
async function watchClaims(): Promise<{ both: Promise<void> }> {
  const redis = connectRedis(shop.cacheRedisUrl, 'worker', shop.log);
  const monitor = await redis.monitor();
  const tokens = new Set<string>();
  const both = new Promise<void>((resolve) => {
    monitor.on('monitor', (_time, [command = '', key = '', token = '']: string[]) => {
      const isClaim = command.toLowerCase() === 'set' && key.includes(':claim:');
      if (isClaim && key.includes(wanted.handle)) tokens.add(token);
      if (tokens.size === apis.length) resolve();
    });
  });
  const stop = () => {
    monitor.disconnect();
    redis.disconnect();
  };
  return { both: both.finally(stop) };
}

/** By process: how often content was read from the database, which is once for each time that an answer was computed. */
function countComputed(): Promise<number[]> {
  return Promise.all(
    apis.map(async ({ metrics }) => {
      const page = await (await fetch(`${metrics}/metrics`)).text();
      const reads = [...page.matchAll(/^database_reads_total\{.*\} (\d+)$/gm)];
      return reads.reduce((sum, [, count]) => sum + Number(count), 0);
    }),
  );
}

/** `counts`: what was computed meanwhile, by process. */
async function countedDuring<T>(work: () => Promise<T>): Promise<{ answers: T; counts: number[] }> {
  const before = await countComputed();
  const answers = await work();
  const after = await countComputed();
  return { answers, counts: after.map((count, index) => count - (before[index] ?? 0)) };
}

const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);

/** A process trusts nothing that was filled before it knew what had changed until then: 1 once each takes what the other has. */
async function countOneByOne(): Promise<number> {
  await expire();
  const { counts } = await countedDuring(async () => {
    for (const api of apis) await insist(api);
  });
  return sum(counts);
}

describe('a thousand who ask two processes at once for what has expired', () => {
  test(
    'cost one computation, of both processes together',
    async () => {
      const countOnce = async () => {
        await expire();
        const { answers, counts } = await countedDuring(askWhileHeld);
        expect(answers).toHaveLength(CROWD);
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
        expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
        return sum(counts);
      };
      // A process that other work keeps from reading Redis' answer in its time goes on as without Redis.
      await expect.poll(countOnce, PATIENCE).toBe(1);
    },
    TEST_MS,
  );

  test(
    'cost one of each process while Redis is gone',
    async () => {
      onTestFinished(() => servers.redis.restore());
      await servers.redis.cut();
      const countEach = async () => {
        await expire();
        const { answers, counts } = await countedDuring(() => askAll(CROWD));
        expect(answers).toHaveLength(CROWD);
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
        return counts;
      };
      // On a machine that is too busy a page has had its time before all are answered.
      await expect.poll(countEach, PATIENCE).toEqual([1, 1]);
    },
    TEST_MS,
  );

  test(
    'are all given what is kept, marked stale, while the database is gone',
    async () => {
      const [first] = await Promise.all(apis.map((api) => insist(api)));
      await expire();
      await servers.database.cut();
      for (const api of apis) await expect.poll(async () => (await ask(api)).cache, PATIENCE).toBe('stale');
      const answers = await askAll(CROWD);
      expect(answers).toHaveLength(CROWD);
      expect(new Set(answers.map(({ status, cache }) => `${status} ${cache}`))).toEqual(
        new Set(['200 stale']),
      );
      expect(new Set(answers.map(({ body }) => body))).toEqual(new Set([first?.body]));
    },
    TEST_MS,
  );
});
