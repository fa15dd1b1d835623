import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openTestShop, type TestShop } from '../testing.ts';
import { startHeartbeat } from './heartbeat.ts';
import { standBefore } from './testing-proxy.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());

const stats = () => ({ rps: 3, p95Ms: 12.5, cache: shop.cache.counts(), jobs: { payments: 2 } });
const start = (id: string, databaseUrl = shop.databaseUrl) =>
  startHeartbeat({ databaseUrl, log: shop.log, id, role: 'worker', stats });
const row = (id: string) => shop.db.primary.processNode.findUnique({ where: { id } });
const eventuallyRow = async (id: string) => {
  await expect.poll(() => row(id), { timeout: 5_000 }).not.toBeNull();
  return row(id);
};

test('a process tells of itself once a second, by the clock of the database, and when it started', async () => {
  const heart = start('beats');
  const first = await eventuallyRow('beats');
  expect(first).toMatchObject({ role: 'worker', pid: process.pid });
  expect(first?.stats).toMatchObject({ rps: 3, p95Ms: 12.5, jobs: { payments: 2 } });
  expect(first?.stats).toMatchObject({
    rssBytes: expect.toSatisfy((bytes) => bytes > 10_000_000),
    eventLoopLagMs: expect.toSatisfy((lag) => lag >= 0),
  });
  const uptime = Date.now() - (first?.startedAt.getTime() ?? 0);
  expect(Math.abs(uptime - process.uptime() * 1_000)).toBeLessThan(3_000);
  await expect
    .poll(async () => (await row('beats'))?.seenAt.getTime() ?? 0, { timeout: 4_000 })
    .toBeGreaterThanOrEqual((first?.seenAt.getTime() ?? 0) + 1_800);
  expect((await row('beats'))?.startedAt).toEqual(first?.startedAt);
  await heart.stop();
});

test('a process that stops on purpose takes its row away', async () => {
  const heart = start('leaves');
  await eventuallyRow('leaves');
  await heart.stop();
  expect(await row('leaves')).toBeNull();
});

test('a process that drains does not speak for its successor, nor take its row away; a silent one has none', async () => {
  const successor = { id: 'replaced', role: 'worker', pid: process.pid + 1, stats: {} } as const;
  const startedAt = new Date(Date.now() + 60_000);
  await shop.db.primary.processNode.create({ data: { ...successor, startedAt, seenAt: startedAt } });
  const draining = start('replaced');
  const other = start('beside');
  await expect
    .poll(async () => (await row('beside'))?.seenAt.getTime() ?? 0, { timeout: 5_000 })
    .toBeGreaterThan(((await eventuallyRow('beside'))?.seenAt.getTime() ?? 0) + 900);
  expect(await row('replaced')).toMatchObject({ pid: successor.pid, stats: {} });

  const longAgo = new Date(Date.now() - 10_000);
  await shop.db.primary.processNode.update({ where: { id: 'replaced' }, data: { seenAt: longAgo } });
  await expect.poll(async () => (await row('replaced'))?.pid, { timeout: 4_000 }).toBe(process.pid);

  await shop.db.primary.processNode.update({
    where: { id: 'replaced' },
    data: { pid: successor.pid, startedAt },
  });
  await Promise.all([draining.stop(), other.stop()]);
  expect(await row('replaced')).toMatchObject({ pid: successor.pid });
});

test('a held-up event loop is told', async () => {
  const heart = start('lags');
  await eventuallyRow('lags');
  const until = performance.now() + 300;
  while (performance.now() < until);
  await expect
    .poll(async () => (await row('lags'))?.stats, { timeout: 4_000 })
    .toMatchObject({ eventLoopLagMs: expect.toSatisfy((lag) => lag > 200) });
  await heart.stop();
});

test('it outlives the database and is there again with it', async () => {
  const primary = await standBefore(shop.databaseUrl);
  const heart = start('survives', primary.url);
  await eventuallyRow('survives');
  await primary.cut();
  await shop.db.primary.processNode.delete({ where: { id: 'survives' } });
  await primary.restore();
  await expect.poll(() => row('survives'), { timeout: 8_000 }).not.toBeNull();
  await heart.stop();
  await primary.cut();
});
