import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { closeQueues, openQueues, QUEUE_PREFIX } from '@holdfast/commerce/infra/queue';
import { placeTestOrder, readHistory } from '@holdfast/commerce/orders/testing';
import { readLedger } from '@holdfast/commerce/payments/testing';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest';
import { eventually, ownRedis } from './testing.ts';

const REDIS_DATABASE = 703;
const PORT_LINE = /"metricsPort":(\d+)/;
/** A dead worker's lock ends after 20 s; the rest is for a busy machine. */
const TAKEOVER_MS = 90_000;
const started: ChildProcess[] = [];
let dataDir: string;
let redisUrl: string;
let shop: TestShop;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'holdfast-worker-'));
  shop = await openTestShop(inject('stack'));
  redisUrl = await ownRedis(shop, REDIS_DATABASE);
});
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await shop.close();
  await rm(dataDir, { recursive: true });
});

/** The worker as it is run, from its sources. */
async function startWorker() {
  const child = spawn(process.execPath, ['--conditions=@holdfast/source', 'main.ts'], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      NODE_ID: 'worker-test',
      METRICS_PORT: '0',
      DATABASE_URL: shop.databaseUrl,
      DATABASE_REPLICA_URLS: shop.replicaUrl,
      REDIS_URL: redisUrl,
      CACHE_REDIS_URL: shop.cacheRedisUrl,
      APP_SECRET: shop.appSecret,
      DATA_DIR: dataDir,
      TEST_PROVIDER_URL: shop.paymentProvider.url,
      TEST_PROVIDER_KEY: shop.paymentProvider.apiKey,
      TEST_PROVIDER_WEBHOOK_SECRET: shop.paymentProvider.webhookSecret,
    },
  });
  started.push(child);
  let log = '';
  child.stdout.on('data', (chunk) => {
    log += chunk;
  });
  await eventually('the worker runs', () => PORT_LINE.test(log) || child.exitCode !== null);
  const port = PORT_LINE.exec(log)?.[1];
  if (!port) throw new Error(`the worker ended: ${log}`);
  const get = (where: string) => fetch(`http://127.0.0.1:${port}${where}`);
  return { child, get };
}

const untilDone = (orderId: string, patienceMs?: number) =>
  eventually(
    'the order is confirmed',
    async () => (await readHistory(shop, orderId)).includes('confirmation_sent'),
    patienceMs,
  );

it('works, says so, and leaves nothing behind when it is asked to go', async () => {
  const { child, get } = await startWorker();
  await eventually('it is ready', async () => (await get('/health/ready')).ok);
  const order = await placeTestOrder(shop);
  await untilDone(order.orderId);
  expect((await readdir(path.join(dataDir, 'mail'))).join()).toContain(order.number);
  expect(await (await get('/metrics')).text()).toMatch(/job_attempts_total\{.*instance="worker-test".*\} 1/);
  expect(await shop.db.primary.processNode.findMany()).toMatchObject([{ id: 'worker-test', role: 'worker' }]);

  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await shop.db.primary.processNode.count()).toBe(0);
});

it('that is killed at work loses nothing and charges nobody twice', { timeout: 120_000 }, async () => {
  const queues = openQueues(redisUrl, shop.log, QUEUE_PREFIX);
  onTestFinished(() => closeQueues(queues));
  const { child } = await startWorker();
  const order = await placeTestOrder(shop, { token: 'slow' });
  await eventually('the job is at work', async () => (await queues.payments.getActiveCount()) === 1);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await startWorker();
  await untilDone(order.orderId, TAKEOVER_MS);
  expect(await readHistory(shop, order.orderId)).toEqual([
    'placed',
    'payment_authorized',
    'payment_captured',
    'confirmation_sent',
  ]);
  const charge = (await readLedger(shop.paymentProvider)).get(order.paymentId);
  expect(charge).toMatchObject({ state: 'captured', refunded: 0 });
});
