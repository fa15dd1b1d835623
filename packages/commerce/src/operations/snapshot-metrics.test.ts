import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { placeTestOrder } from '../orders/testing.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { openOperations } from './snapshot.ts';
import { exposeSnapshot } from './snapshot-metrics.ts';

const NO_REDIS = 'redis://127.0.0.1:1';
let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());

test('Prometheus is told the operator’s figures, and nothing of what is not known', async () => {
  const operations = openOperations(shop, {
    databaseUrl: shop.databaseUrl,
    redisUrl: NO_REDIS,
    cacheRedisUrl: shop.cacheRedisUrl,
    queuePrefix: shop.prefix,
  });
  const registry = new Registry();
  exposeSnapshot(registry, operations);
  await placeTestOrder(shop);

  const read = () => registry.metrics();
  await expect.poll(read, { timeout: 8_000 }).toContain('holdfast_redis_up{redis="redis-cache"} 1');
  const { outbox } = await operations.snapshot();
  const page = await read();
  expect(outbox.pending).toBeGreaterThan(0);
  for (const line of [
    `holdfast_outbox_pending ${outbox.pending}`,
    'holdfast_orders_last_minute 1',
    'holdfast_primary_up 1',
    'holdfast_jobs_dead 0',
    'holdfast_redis_evicts{redis="redis-cache"} 1',
    `holdfast_redis_max_bytes{redis="redis-cache"} ${256 * 1024 * 1024}`,
    'holdfast_replica_serves{replica="replica-1"} 1',
    'holdfast_redis_up{redis="redis-queue"} 0',
  ]) {
    expect(page).toContain(`${line}\n`);
  }
  expect(page).toMatch(/^holdfast_outbox_oldest_seconds [\d.e-]+$/m);
  expect(page).toMatch(/^holdfast_redis_used_bytes\{redis="redis-cache"\} \d+$/m);
  expect(page).not.toMatch(/^holdfast_(queue_|redis_used_bytes\{redis="redis-queue")/m);
  await operations.close();
});
