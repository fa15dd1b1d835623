import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findVariant, runAll } from './checkout.ts';
import { connect, connectOperator, eventually, type ShopClient } from './client.ts';
import { placeOne, type Shopping, shopDuring } from './hold/place-orders.ts';
import { type Acknowledged, countUnfinished, findWrongOrders } from './hold/wrong-orders.ts';
import { readOne, readPid, readQueueKeys } from './sources.ts';
import { newShopOptions, type RunningShop, removeShop, startShop } from './start-shop.ts';

const IN_FLIGHT = 1_000;
const AWAY_MS = 30_000;
const ENDS_WITHIN_MS = 240_000;
const TEST_MS = 500_000;

let running: RunningShop;
let shop: ShopClient;
let operator: ShopClient;
let variantId: string;
let sql: pg.Client;

beforeAll(async () => {
  running = await startShop(await newShopOptions());
  shop = connect(running.apiUrl);
  operator = await connectOperator(running.apiUrl, running.env);
  variantId = await findVariant(shop);
  await operator.inventory.adjust.mutate({ variantId, setTo: 100_000, reason: 'rehearsal' });
  sql = new pg.Client(running.env.DATABASE_URL);
  await sql.connect();
});

afterAll(async () => {
  await sql?.end();
  await running?.stop();
  if (running) await removeShop(running.dataDir);
});

const place = (turn: number) => placeOne(shop, variantId, turn);

async function expectAllToEnd(orders: Acknowledged[]): Promise<void> {
  await eventually(
    () => countUnfinished(sql, orders),
    (unfinished) => unfinished === 0,
    ENDS_WITHIN_MS,
  );
  expect(await findWrongOrders(sql, running.env, orders)).toEqual([]);
}

async function countHeldPieces(): Promise<number> {
  const { allocated } = await operator.inventory.level.query({ variantId });
  return allocated;
}

describe('FLUSHALL of the queues’ Redis', () => {
  let redis: Redis;

  beforeAll(() => {
    redis = new Redis(running.env.REDIS_URL ?? '');
  });
  afterAll(() => redis?.disconnect());

  /** So many orders whose payments all wait in their queue, and none of which is further than that. */
  async function placeIntoPausedQueue(): Promise<Acknowledged[]> {
    await operator.operations.queues.pause.mutate({ queue: 'payments' });
    const tasks = Array.from({ length: IN_FLIGHT }, (_, turn) => () => place(turn));
    const orders = await runAll(tasks, 16);
    await eventually(
      () => readQueueKeys(redis, 'payments'),
      ({ waiting }) => waiting === IN_FLIGHT,
      60_000,
    );
    await operator.operations.queues.resume.mutate({ queue: 'payments' });
    return orders;
  }

  it('with 1,000 orders in flight loses and doubles none of them; what was paused is paused again, schedules go on', {
    timeout: TEST_MS,
  }, async () => {
    await operator.operations.queues.pause.mutate({ queue: 'orders' });
    const held = await countHeldPieces();
    const orders = await placeIntoPausedQueue();
    const unfinished = await eventually(
      () => countUnfinished(sql, orders),
      (count) => count < IN_FLIGHT,
      60_000,
    );
    await redis.flushall();
    expect(unfinished).toBeGreaterThan(100);
    process.stdout.write(`${unfinished} of ${IN_FLIGHT} orders were unfinished at FLUSHALL\n`);
    const { flushedAt } = await readOne<{ flushedAt: Date }>(sql, 'SELECT now() AS "flushedAt"');

    await expectAllToEnd(orders);
    process.stdout.write(`all of them ended ${Math.round(Date.now() - flushedAt.getTime())} ms after it\n`);
    expect(await countHeldPieces()).toBe(held + IN_FLIGHT);
    expect(await readQueueKeys(redis, 'orders')).toMatchObject({ paused: true });
    expect(await readQueueKeys(redis, 'payments')).toMatchObject({ paused: false });
    await eventually(
      () => readOne<Reaper>(sql, REAPER),
      ({ lastEndedAt, isOnTime }) => lastEndedAt > flushedAt && isOnTime,
      30_000,
    );
    await operator.operations.queues.resume.mutate({ queue: 'orders' });
  });

  type Reaper = { lastEndedAt: Date; isOnTime: boolean };
  const REAPER = `
    SELECT last_ended_at AS "lastEndedAt", next_at > now() AND last_error IS NULL AS "isOnTime"
    FROM schedule WHERE name = 'orders.reap'`;
});

/** It is there, and answers nobody. */
async function hang(): Promise<void> {
  const pid = readPid(running, 'redis-queue');
  process.kill(pid, 'SIGSTOP');
  try {
    await pause(AWAY_MS);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

/** Its supervisor starts it again and again, and each time it dies. */
async function keepKilling(): Promise<void> {
  for (const until = performance.now() + AWAY_MS; performance.now() < until; ) {
    const pid = running.pids()['redis-queue'];
    if (pid) process.kill(pid, 'SIGKILL');
    await eventually(
      async () => running.pids()['redis-queue'],
      (now) => now !== undefined && now !== pid,
      AWAY_MS,
    );
  }
}

function reportSlowest(how: string, { placed, tookMs }: Shopping): void {
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  process.stdout.write(
    `${placed.length} orders were placed while it ${how}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, slowest ${at(1)} ms\n`,
  );
}

describe('the queues’ Redis is away for 30 s', () => {
  it.each([
    ['hangs', hang],
    ['dies whenever it is started', keepKilling],
  ])(
    'because it %s: orders are accepted all the while, and all of them end after',
    {
      timeout: TEST_MS,
    },
    async (how, beAway) => {
      const shopping = await shopDuring(beAway(), place);
      reportSlowest(how, shopping);
      expect(shopping.placed.length).toBeGreaterThan(30);
      await expectAllToEnd(shopping.placed);
    },
  );
});
