import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { Signals } from './signals.ts';
import { cloneTestDatabase, type TestDatabase } from './testing.ts';

let test: TestDatabase;
let sender: Signals;
let receiver: Signals;
const heard: (string[] | null)[] = [];

beforeAll(async () => {
  test = await cloneTestDatabase(inject('stack'));
  sender = new Signals(test.databaseUrl, () => {});
  receiver = new Signals(test.databaseUrl, () => {});
  await receiver.listen('order_event', (ids) => heard.push(ids));
});
afterAll(async () => {
  await Promise.all([sender.close(), receiver.close()]);
  await test.drop();
});

async function untilHeard(isWanted: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isWanted() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
}

const allHeard = () => heard.flatMap((ids) => ids ?? []);

it('signals that are sent together travel together, and none is lost', async () => {
  const ids = Array.from({ length: 1_000 }, () => crypto.randomUUID());
  for (const id of ids) sender.send('order_event', id);
  await untilHeard(() => allHeard().length === ids.length);
  expect(allHeard().toSorted()).toEqual(ids.toSorted());
  expect(heard.length).toBeLessThan(20);
});

it('a listener whose connection was cut listens again, and is told that it may have missed something', async () => {
  heard.length = 0;
  await test.database.primary.$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'holdfast-signals' AND datname = current_database()`;
  await untilHeard(() => heard.includes(null));
  expect(heard).toContain(null);
  sender.send('order_event', 'after');
  await untilHeard(() => allHeard().includes('after'));
  // The sender's connection was cut as well: a signal on a cut connection may be lost, the next one is not.
  if (!allHeard().includes('after')) sender.send('order_event', 'after');
  await untilHeard(() => allHeard().includes('after'));
  expect(allHeard()).toContain('after');
});
