import type { HistorySample, Snapshot } from '@holdfast/shared/contracts/operations';
import { toHistorySample } from '@holdfast/shared/history-sample';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { openTestShop, type TestShop } from '../testing.ts';
import { History } from './history.ts';
import { claimSecond, deleteOldSamples, readSamples, saveSamples } from './history-rows.ts';
import { type Operations, openOperations } from './snapshot.ts';
import { standBefore } from './testing-proxy.ts';

let shop: TestShop;
const opened: Operations[] = [];

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
beforeEach(async () => {
  await shop.db.primary.operationsSample.deleteMany();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((operations) => operations.close()));
});
afterAll(() => shop.close());

function open(databaseUrl = shop.databaseUrl): Operations {
  const operations = openOperations(shop, {
    databaseUrl,
    redisUrl: shop.queueRedisUrl,
    cacheRedisUrl: shop.cacheRedisUrl,
    queuePrefix: shop.prefix,
  });
  opened.push(operations);
  return operations;
}

const second = (at: string) => Math.floor(Date.parse(at) / 1_000);
const secondsOf = (samples: HistorySample[]) => samples.map(({ at }) => second(at));
const stored = () => readSamples(shop.db.primary);

/** The samples, when there are so many. */
async function eventually(read: () => Promise<HistorySample[]>, count: number): Promise<HistorySample[]> {
  await expect.poll(async () => (await read()).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count);
  return read();
}

function expectNoGap(samples: HistorySample[]): void {
  const [first = 0] = secondsOf(samples);
  expect(secondsOf(samples)).toEqual(samples.map((_, index) => first + index));
}

describe('the history', () => {
  test('has each second, told by one process however many keep it, as that one’s snapshot said', async () => {
    const operations = open();
    const told: Snapshot[] = [];
    const keep = () => {
      const snapshot = async () => {
        const now = await operations.snapshot();
        told.push(now);
        return now;
      };
      return new History({ client: shop.db.primary, log: shop.log, snapshot });
    };
    const keepers = [keep(), keep(), keep()];
    for (const keeper of keepers) keeper.start();
    await eventually(stored, 4);
    await Promise.all(keepers.map((keeper) => keeper.stop()));
    const samples = await stored();
    expectNoGap(samples);
    expect(samples).toEqual(told.map(toHistorySample));
  });

  test('outlives the process that told it', async () => {
    const before = open();
    before.keepHistory();
    await eventually(stored, 2);
    await before.close();
    opened.splice(opened.indexOf(before), 1);
    expect(await open().history()).toEqual(await stored());
  });

  test('goes on in memory while the primary is away, and is whole in PostgreSQL when it is back', async () => {
    const primary = await standBefore(shop.databaseUrl);
    const operations = open(primary.url);
    operations.keepHistory();
    const [first, ...lost] = await eventually(stored, 3);
    await primary.cut();
    // What a crash takes of the commits that nobody waited for.
    await shop.db.primary.$executeRaw`DELETE FROM operations_sample WHERE at > ${first?.at}::timestamptz`;
    const meanwhile = await eventually(() => operations.history(), lost.length + 4);
    expectNoGap(meanwhile);
    expect(meanwhile.at(-1)).toMatchObject({ outboxPending: null, ordersPerMinute: null, rps: null });
    expect(await stored()).toHaveLength(1);
    await primary.restore();
    const after = await eventually(stored, meanwhile.length + 2);
    expectNoGap(after);
    expect(after.slice(0, meanwhile.length)).toEqual(meanwhile);
    expect(after.at(-1)).toMatchObject({ outboxPending: 0 });
    await operations.close();
    opened.splice(opened.indexOf(operations), 1);
    await primary.cut();
  });
});

describe('a second', () => {
  const at = (msAgo: number) => new Date(Date.now() - msAgo).toISOString();
  const sample = (msAgo: number, outboxPending: number): HistorySample => ({
    at: at(msAgo),
    queues: [],
    cacheRatio: null,
    replicas: [],
    rps: null,
    p95Ms: null,
    outboxPending,
    ordersPerMinute: null,
  });
  const pending = async () => (await stored()).map(({ outboxPending }) => outboxPending);

  test('is for the first who wants it', async () => {
    const now = Math.floor(Date.now() / 1_000) * 1_000;
    const claims = await Promise.all([1, 2, 3].map(() => claimSecond(shop.db.primary, now)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await claimSecond(shop.db.primary, now + 1_000)).toBe(true);
  });

  test('is not told until its figures are there, and then not again', async () => {
    const told = sample(2_000, 1);
    await claimSecond(shop.db.primary, second(told.at) * 1_000);
    expect(await stored()).toEqual([]);
    await saveSamples(shop.db.primary, [told]);
    await saveSamples(shop.db.primary, [{ ...told, outboxPending: 2 }, sample(1_000, 3)]);
    expect(await pending()).toEqual([1, 3]);
  });

  test('is forgotten after 15 minutes', async () => {
    await saveSamples(shop.db.primary, [sample(15 * 60_000 + 5_000, 1), sample(15 * 60_000 - 60_000, 2)]);
    expect(await pending()).toEqual([2]);
    expect(await deleteOldSamples(shop.db.primary)).toBe(1);
    expect(await shop.db.primary.operationsSample.count()).toBe(1);
  });
});
