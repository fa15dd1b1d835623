import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { Scheduler } from './scheduler.ts';
import type { Schedule } from './schedules.ts';
import { eventually } from './testing.ts';

let shop: TestShop;
const started: Scheduler<TestShop>[] = [];

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());
beforeEach(() => shop.db.primary.schedule.deleteMany());
afterEach(() => Promise.all(started.splice(0).map((scheduler) => scheduler.stop())));

const readRow = () => shop.db.primary.schedule.findUniqueOrThrow({ where: { name: 'test' } });
const MINUTE_MS = 60_000;

function start(run: () => Promise<void>, everyMs = MINUTE_MS): void {
  const schedule: Schedule<TestShop> = { name: 'test', everyMs, what: 'Tests.', run };
  const scheduler = new Scheduler(shop, [schedule]);
  started.push(scheduler);
  scheduler.start();
}

it('what is due is done once, however many workers there are, and then when it is due again', async () => {
  let runs = 0;
  for (let worker = 0; worker < 6; worker += 1) {
    start(async () => {
      runs += 1;
    });
  }
  await eventually('it is done and noted', async () => runs > 0 && (await readRow()).lastEndedAt !== null);
  const first = await readRow();
  expect(first.nextAt.getTime() - (first.lastStartedAt?.getTime() ?? 0)).toBe(MINUTE_MS);
  await shop.db.primary.schedule.update({ where: { name: 'test' }, data: { nextAt: new Date() } });
  await eventually(
    'it is done again',
    async () => (await readRow()).lastEndedAt !== first.lastEndedAt && runs > 1,
  );
  await eventually('all have looked once more', async () => (await readRow()).nextAt > new Date());
  await Promise.all(started.splice(0).map((scheduler) => scheduler.stop()));
  expect(runs).toBe(2);
});

it('a run that fails is told and does not end the schedule', async () => {
  start(() => Promise.reject(new Error('no luck')));
  await eventually('it has failed', async () => (await readRow().catch(() => null))?.lastError === 'no luck');
  expect((await readRow()).nextAt.getTime()).toBeGreaterThan(Date.now());
});

it('what a worker began and died with is begun again within a minute, not before', async () => {
  const hanging = Promise.withResolvers<void>();
  let isBegun = false;
  start(() => {
    isBegun = true;
    return hanging.promise;
  }, 1_000);
  await eventually('it is begun', () => isBegun);
  const { nextAt, lastStartedAt } = await readRow();
  expect(nextAt.getTime() - (lastStartedAt?.getTime() ?? 0)).toBeGreaterThan(MINUTE_MS - 1_000);

  await shop.db.primary.schedule.update({ where: { name: 'test' }, data: { nextAt: new Date() } });
  let isTaken = false;
  start(async () => {
    isTaken = true;
  }, MINUTE_MS);
  await eventually('another worker has done it', () => isTaken);
  await eventually('that is noted', async () => (await readRow()).lastEndedAt !== null);
  const noted = await readRow();
  // Who comes too late says nothing about a run that is not his.
  hanging.resolve();
  await Promise.all(started.splice(0).map((scheduler) => scheduler.stop()));
  expect(await readRow()).toEqual(noted);
});

it('a worker with nothing to do asks the database a few times a minute', async () => {
  let asked = 0;
  const counting = new Proxy(shop.db.primary, {
    get: (target, name, self) => {
      if (name === '$queryRaw') asked += 1;
      return Reflect.get(target, name, self);
    },
  });
  const db = Object.assign(Object.create(shop.db) as TestShop['db'], { primary: counting });
  const hourly: Schedule<TestShop> = { name: 'test', everyMs: 3_600_000, what: '', run: async () => {} };
  const scheduler = new Scheduler({ ...shop, db }, [hourly]);
  started.push(scheduler);
  scheduler.start();
  await eventually('it is done', async () => (await readRow().catch(() => null))?.lastEndedAt != null);
  const before = asked;
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(asked - before).toBeLessThanOrEqual(1);
});
