import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { retryConflicts } from './retry-conflicts.ts';
import { cloneTestDatabase, type TestDatabase } from './testing.ts';

let test: TestDatabase;
let runs: number;

beforeAll(async () => {
  test = await cloneTestDatabase(inject('stack'));
  await test.database.primary.$executeRaw`CREATE TABLE counter (name text PRIMARY KEY, value int NOT NULL)`;
});
afterAll(() => test.drop());

/** Adds 1 to two counters in one order or the other; the first two transactions wait until both hold their first. */
async function addInOrder(names: [string, string], bothHold: { arrive: () => Promise<void> }): Promise<void> {
  const { primary } = test.database;
  await retryConflicts(() =>
    primary.$transaction(async (tx) => {
      runs += 1;
      await tx.$executeRaw`UPDATE counter SET value = value + 1 WHERE name = ${names[0]}`;
      await bothHold.arrive();
      await tx.$executeRaw`UPDATE counter SET value = value + 1 WHERE name = ${names[1]}`;
    }),
  );
}

function meetingOf(count: number): { arrive: () => Promise<void> } {
  const met = Promise.withResolvers<void>();
  let arrived = 0;
  return {
    arrive: () => {
      arrived += 1;
      if (arrived === count) met.resolve();
      return met.promise;
    },
  };
}

it('a transaction that a deadlock undid is done again, and both take effect once', async () => {
  const { primary } = test.database;
  await primary.$executeRaw`INSERT INTO counter VALUES ('a', 0), ('b', 0)`;
  runs = 0;
  const both = meetingOf(2);
  await Promise.all([addInOrder(['a', 'b'], both), addInOrder(['b', 'a'], both)]);
  expect(runs).toBe(3);
  expect(await primary.$queryRaw`SELECT name, value FROM counter ORDER BY name`).toEqual([
    { name: 'a', value: 2 },
    { name: 'b', value: 2 },
  ]);
});

it('one that goes on meeting conflicts is given up after three runs, with the last of them', async () => {
  let attempts = 0;
  const work = () =>
    test.database.primary.$transaction(async (tx) => {
      attempts += 1;
      await tx.$executeRaw`DO $$ BEGIN RAISE EXCEPTION 'always' USING ERRCODE = 'serialization_failure'; END $$`;
    });
  await expect(retryConflicts(work)).rejects.toThrow('always');
  expect(attempts).toBe(3);
});

it('what is no conflict is done once', async () => {
  let attempts = 0;
  const work = () => {
    attempts += 1;
    return test.database.primary.$executeRaw`INSERT INTO counter VALUES ('a', 0)`;
  };
  await expect(retryConflicts(async () => work())).rejects.toThrow('counter_pkey');
  expect(attempts).toBe(1);
});
