import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { openTestShop, type TestShop } from '../testing.ts';
import { recordBeat } from './record-beat.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
beforeEach(async () => {
  await shop.db.primary.processNode.deleteMany();
});
afterAll(() => shop.close());

const beat = (changes: Partial<Parameters<typeof recordBeat>[1]> = {}) =>
  recordBeat(shop.db.primary, {
    id: 'web',
    role: 'web',
    pid: 42,
    uptimeMs: 60_000,
    rps: 3,
    p95Ms: 12.5,
    eventLoopLagMs: 1,
    rssBytes: 1_000,
    leaving: false,
    ...changes,
  });
const row = (id = 'web') => shop.db.primary.processNode.findUnique({ where: { id } });

test('a beat is the row of the process, seen now by the clock of the database, started once', async () => {
  await beat();
  const first = await row();
  expect(first).toMatchObject({ role: 'web', pid: 42 });
  expect(first?.stats).toEqual({ rps: 3, p95Ms: 12.5, eventLoopLagMs: 1, rssBytes: 1_000, cache: [] });
  const [clock] = await shop.db.primary.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  const now = clock?.now.getTime() ?? 0;
  expect(now - (first?.seenAt.getTime() ?? 0)).toBeLessThan(1_000);
  expect(Math.abs(now - 60_000 - (first?.startedAt.getTime() ?? 0))).toBeLessThan(1_000);
  await beat({ uptimeMs: 59_500, rps: 4 });
  const second = await row();
  expect(second?.startedAt).toEqual(first?.startedAt);
  expect(second?.seenAt.getTime()).toBeGreaterThan(first?.seenAt.getTime() ?? 0);
  expect(second?.stats).toMatchObject({ rps: 4 });
});

test('a process that was killed and runs again under its name takes its row back', async () => {
  await beat();
  await beat({ pid: 43, uptimeMs: 500 });
  expect(await row()).toMatchObject({ pid: 43 });
  const uptime = Date.now() - ((await row())?.startedAt.getTime() ?? 0);
  expect(uptime).toBeLessThan(5_000);
  // In a container each process is number 1.
  await beat({ pid: 43, uptimeMs: 60_000 });
  await beat({ pid: 43, uptimeMs: 200 });
  expect(Date.now() - ((await row())?.startedAt.getTime() ?? 0)).toBeLessThan(5_000);
});

test('one that leaves takes its row away, but not that of its successor', async () => {
  await beat();
  await beat({ pid: 43 });
  await beat({ leaving: true });
  expect(await row()).not.toBeNull();
  await beat({ pid: 43, leaving: true });
  expect(await row()).toBeNull();
});

test('nobody takes the row of a process of another role', async () => {
  const seenAt = new Date();
  await shop.db.primary.processNode.create({
    data: { id: 'api-1', role: 'api', pid: 7, startedAt: seenAt, seenAt, stats: {} },
  });
  await beat({ id: 'api-1' });
  await beat({ id: 'api-1', leaving: true });
  expect(await row('api-1')).toMatchObject({ role: 'api', pid: 7, seenAt });
});
