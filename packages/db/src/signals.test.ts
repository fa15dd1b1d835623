import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest';
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

it('signals of several channels cost one statement', async () => {
  await receiver.listen('outbox', () => heard.push(['outbox']));
  const before = await countNotifies();
  sender.send('outbox');
  sender.send('order_event', 'together');
  await untilHeard(() => allHeard().includes('together') && allHeard().includes('outbox'));
  expect((await countNotifies()) - before).toBe(1);
});

/** How many statements have notified anybody in this database. */
async function countNotifies(): Promise<number> {
  const [row] = await test.database.primary.$queryRaw<{ calls: number }[]>`
    SELECT coalesce(sum(calls), 0)::integer AS calls FROM pg_stat_statements
    JOIN pg_database ON pg_database.oid = dbid
    WHERE datname = current_database() AND query LIKE 'SELECT pg_notify%'`;
  return row?.calls ?? 0;
}

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

type Door = { url: string; setOpen(isOpen: boolean): void; tries: () => number; open: () => number };

/** Stands before the database; what comes while it is shut is cut off at once. */
async function standBefore(databaseUrl: string): Promise<Door> {
  const target = new URL(databaseUrl);
  const inside = new Set<Socket>();
  let isOpen = false;
  let tries = 0;
  const server = createServer((client) => {
    tries += 1;
    client.on('error', () => {});
    if (!isOpen) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(target.port), target.hostname).on('error', () => {});
    inside.add(client);
    client.on('close', () => {
      inside.delete(client);
      upstream.destroy();
    });
    upstream.on('close', () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const own = new URL(databaseUrl);
  own.hostname = '127.0.0.1';
  own.port = String((server.address() as AddressInfo).port);
  return {
    url: own.href,
    setOpen: (open) => {
      isOpen = open;
      if (!open) for (const client of inside) client.destroy();
    },
    tries: () => tries,
    open: () => inside.size,
  };
}

it('a loss is reported once until the connection is back, however often it is tried and used', async () => {
  const door = await standBefore(test.databaseUrl);
  const reports: unknown[] = [];
  const told: (string[] | null)[] = [];
  const signals = new Signals(door.url, (error) => reports.push(error));
  onTestFinished(() => signals.close());
  await signals.listen('outbox', (ids) => told.push(ids));
  for (let use = 0; use < 3; use += 1) {
    const before = door.tries();
    signals.send('outbox');
    await expect.poll(door.tries, { timeout: 5_000 }).toBeGreaterThan(before + 1);
  }
  expect(reports).toHaveLength(1);
  expect(told).toEqual([]);

  door.setOpen(true);
  await expect.poll(() => told, { timeout: 5_000 }).toEqual([null]);
  door.setOpen(false);
  const before = door.tries();
  await expect.poll(door.tries, { timeout: 5_000 }).toBeGreaterThan(before + 2);
  expect(reports).toHaveLength(2);
}, 20_000);

it('closed while it connects, it leaves no connection', async () => {
  const door = await standBefore(test.databaseUrl);
  door.setOpen(true);
  const signals = new Signals(door.url, () => {});
  const listening = signals.listen('outbox', () => {});
  await signals.close();
  await listening;
  await expect.poll(door.open).toBe(0);
  signals.send('outbox');
  expect(door.tries()).toBe(1);
});
