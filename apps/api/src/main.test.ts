import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { createPrisma } from '@holdfast/db/prisma';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { freePort, killApis, spawnApi, startApi } from './testing-process.ts';

let shop: TestShop;
let port: number;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  port = await freePort();
});
afterEach(killApis);
afterAll(() => shop.close());

const start = (id: string) => startApi(shop, { NODE_ID: id, API_PORT: String(port) });

const exitOf = async (child: ChildProcess): Promise<unknown> =>
  child.exitCode ?? (await once(child, 'exit'))[0];

const statusOf = (url: string): Promise<number | 'refused'> =>
  fetch(url).then(
    ({ status }) => status,
    () => 'refused',
  );

async function countLockWaits(): Promise<number> {
  return shop.db.primary.$queryRaw<object[]>`
    SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`.then(
    (rows) => rows.length,
  );
}

/** Without keep-alive, so that each request is a connection that the kernel gives to any process. */
const categories = () =>
  fetch(`http://127.0.0.1:${port}/trpc/catalog.categories`, { headers: { connection: 'close' } });

describe('an API process', () => {
  test('names what is missing in its settings and exits with 1', async () => {
    const { child, output } = spawnApi({ NODE_ID: 'x' });
    expect(await exitOf(child)).toBe(1);
    expect(output()).toContain('DATABASE_URL is missing');
    expect(output()).not.toContain('    at ');
  });

  test('shares its port, tells of itself, and leaves cleanly', async () => {
    const one = await start('api-1');
    const two = await start('api-2');
    await expect
      .poll(async () => {
        await Promise.all(Array.from({ length: 10 }, categories));
        const pages = await Promise.all(
          [one, two].map(async ({ metrics }) => (await fetch(`${metrics}/metrics`)).text()),
        );
        return pages.map((page) =>
          /http_request_duration_seconds_count\{.*procedure="catalog.categories"/.test(page),
        );
      })
      .toEqual([true, true]);
    const page = await (await fetch(`${one.metrics}/metrics`)).text();
    expect(page).toContain('instance="api-1"');
    expect(page).toMatch(
      /cache_reads_total\{family="catalog.categories",outcome="miss",instance="api-1"\} \d/,
    );
    expect(page).toContain('process_resident_memory_bytes{instance="api-1"}');

    const nodes = () => shop.db.primary.processNode.findMany({ orderBy: { id: 'asc' } });
    await expect.poll(async () => (await nodes()).map(({ id }) => id)).toEqual(['api-1', 'api-2']);
    expect((await nodes()).map(({ pid }) => pid)).toEqual([one.child.pid, two.child.pid]);

    one.child.kill('SIGTERM');
    expect(await exitOf(one.child)).toBe(0);
    expect((await nodes()).map(({ id }) => id)).toEqual(['api-2']);
    const answers = await Promise.all(Array.from({ length: 10 }, categories));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  }, 120_000);

  test('drains on SIGTERM: not ready, closed to new ones, and what is under way is finished', async () => {
    const api = await start('api-3');
    const blocker = createPrisma(shop.databaseUrl, { poolSize: 1, applicationName: 'blocker' });
    const { promise: drained, resolve: release } = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const lock = blocker.$transaction(
      async (tx) => {
        await tx.$executeRaw`LOCK TABLE cart IN ACCESS EXCLUSIVE MODE`;
        locked.resolve();
        await drained;
      },
      { timeout: 15_000 },
    );
    await locked.promise;
    const input = encodeURIComponent(JSON.stringify({ cartId: 'a'.repeat(22) }));
    const underWay = fetch(`http://127.0.0.1:${port}/trpc/cart.get?input=${input}`);
    await expect.poll(countLockWaits, { timeout: 5_000 }).toBe(1);

    api.child.kill('SIGTERM');
    await expect.poll(() => statusOf(`${api.metrics}/health/ready`)).toBe(503);
    expect(await statusOf(`${api.metrics}/health/live`)).toBe(200);
    await expect.poll(() => statusOf(`http://127.0.0.1:${port}/trpc/catalog.categories`)).toBe('refused');
    expect(api.child.exitCode).toBeNull();

    release();
    const answer = await underWay;
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { data: { code: 'NOT_FOUND' } } });
    await lock;
    expect(await exitOf(api.child)).toBe(0);
    await blocker.$disconnect();
  }, 120_000);
});
