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

function start(run: () => Promise<void>, { everyMs = MINUTE_MS, deps = shop } = {}): void {
  const schedule: Schedule<TestShop> = { name: 'test', everyMs, what: 'Tests.', run };
  const scheduler = new Scheduler(deps, [schedule]);
  started.push(scheduler);
  scheduler.start();
}

/** The shop, which tells each time that somebody asks its database. */
function countingAsks(tell: () => void): TestShop {
  const primary = new Proxy(shop.db.primary, {
    get: (target, name, self) => {
      if (name === '$queryRaw') tell();
      return Reflect.get(target, name, self);
    },
  });
  return { ...shop, db: Object.assign(Object.create(shop.db) as TestShop['db'], { primary }) };
}

it('what is due is done once, however many workers come for it at the same moment', async () => {
  let runs = 0;
  const askers = new Set<number>();
  const run = async () => {
    runs += 1;
  };
  const workers = [1, 2, 3, 4, 5, 6];
  for (const worker of workers) {
    start(run, { everyMs: 1_000, deps: countingAsks(() => askers.add(worker)) });
  }
  await eventually('all have begun', () => askers.size === workers.length && runs > 0);
  // Due again, and then not for an hour. Nobody gets it before this commits, and all come meanwhile.
  const before = await shop.db.primary.$transaction(
    async (tx) => {
      await tx.$executeRaw`
        UPDATE schedule SET next_at = now(), every_ms = ${60 * MINUTE_MS}, last_started_at = NULL`;
      askers.clear();
      await eventually('all have come', () => askers.size === workers.length);
      return runs;
    },
    { timeout: 20_000 },
  );
  await eventually('it is done and noted', async () => (await readRow()).nextAt > inHalfAnHour());
  await Promise.all(started.splice(0).map((scheduler) => scheduler.stop()));
  expect(runs).toBe(before + 1);
});

const inHalfAnHour = () => new Date(Date.now() + 30 * MINUTE_MS);

it('what was done is done again when it is due again', async () => {
  let runs = 0;
  start(
    async () => {
      runs += 1;
    },
    { everyMs: 500 },
  );
  await eventually('it is done three times', () => runs === 3);
});

it('a run that fails is told and does not end the schedule', async () => {
  start(() => Promise.reject(new Error('no luck')));
  await eventually('it has failed', async () => (await readRow().catch(() => null))?.lastError === 'no luck');
  expect((await readRow()).nextAt.getTime()).toBeGreaterThan(Date.now());
});

it('what a worker began and died with is begun again within a minute, not before', async () => {
  const hanging = Promise.withResolvers<void>();
  let isBegun = false;
  start(
    () => {
      isBegun = true;
      return hanging.promise;
    },
    { everyMs: 1_000 },
  );
  await eventually('it is begun', () => isBegun);
  const { nextAt, lastStartedAt } = await readRow();
  expect(nextAt.getTime() - (lastStartedAt?.getTime() ?? 0)).toBeGreaterThan(MINUTE_MS - 1_000);

  await shop.db.primary.schedule.update({ where: { name: 'test' }, data: { nextAt: new Date() } });
  let isTaken = false;
  start(async () => {
    isTaken = true;
  });
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
  const deps = countingAsks(() => {
    asked += 1;
  });
  start(async () => {}, { everyMs: 60 * MINUTE_MS, deps });
  await eventually('it is done', async () => (await readRow().catch(() => null))?.lastEndedAt != null);
  const before = asked;
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(asked - before).toBeLessThanOrEqual(1);
});
