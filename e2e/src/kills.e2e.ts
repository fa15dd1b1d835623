import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buy, findVariant, type Placed } from './checkout.ts';
import { connect, connectOperator, eventually, type ShopClient } from './client.ts';
import { readLedger } from './read-ledger.ts';
import { newShopOptions, type RunningShop, removeShop, startShop } from './start-shop.ts';

let running: RunningShop;
let shop: ShopClient;
let operator: ShopClient;
let variantId: string;
const acknowledged: Placed[] = [];

beforeAll(async () => {
  running = await startShop(await newShopOptions());
  shop = connect(running.apiUrl);
  operator = await connectOperator(running.apiUrl, running.env);
  variantId = await findVariant(shop);
  await operator.inventory.adjust.mutate({ variantId, setTo: 100_000, reason: 'rehearsal' });
});

afterAll(async () => {
  await running?.stop();
  if (running) await removeShop(running.dataDir);
});

/** An acknowledged order is one whose answer reached the shopper: those must all end. */
async function buyAndRemember(): Promise<void> {
  acknowledged.push(await buy(shop, variantId));
}

/** A request in flight at a killed process may fail; whoever asks again is served. */
function insist<T>(ask: () => Promise<T>): Promise<T> {
  return eventually(ask, () => true);
}

async function kill(part: string): Promise<number> {
  const pid = running.pids()[part];
  if (!pid) throw new Error(`${part} is not running`);
  process.kill(pid, 'SIGKILL');
  return pid;
}

const snapshot = () => operator.operations.snapshot.query();
type Snapshot = Awaited<ReturnType<typeof snapshot>>;

/** Until the part runs under another pid. */
const comesBack = (part: string, pid: number) =>
  eventually(
    async () => running.pids()[part],
    (now) => now !== undefined && now !== pid,
  );

/** Until a snapshot that was taken from now on says so: a process may answer with one of half a second ago. */
function isWellAgain(isWell: (now: Snapshot) => boolean, withinMs?: number): Promise<Snapshot> {
  const from = Date.now();
  return eventually(snapshot, (now) => Date.parse(now.at) > from && isWell(now), withinMs);
}

const webNode = async () => (await snapshot()).nodes.find(({ id }) => id === 'web');

/** Fails unless the shop's first page comes whole. */
async function readPage(): Promise<void> {
  const answer = await fetch(running.webUrl, { headers: { accept: 'text/html' } });
  if (!answer.ok) throw new Error(`the page is answered with ${answer.status}`);
  await answer.text();
}

const bothRedisUp = ({ redis }: Snapshot) => redis.every(({ state }) => state === 'up');

describe('kill -STOP', () => {
  it('of the web app: the snapshot names it down within 3 s, and up when it goes on', async () => {
    await eventually(webNode, (node) => node?.state === 'up');
    const pid = running.pids().web ?? 0;
    process.kill(pid, 'SIGSTOP');
    try {
      await eventually(webNode, (node) => node?.state === 'down', 3_000);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await eventually(webNode, (node) => node?.state === 'up' && node.pid === pid);
  });
});

describe('kill -9', () => {
  it('of an API process is seen in the snapshot, and the process returns', async () => {
    const before = (await snapshot()).nodes.find(({ id }) => id === 'api-1');
    const pid = await kill('api-1');
    await eventually(
      snapshot,
      ({ nodes }) => {
        const node = nodes.find(({ id }) => id === 'api-1');
        return node !== undefined && (node.state === 'down' || node.startedAt !== before?.startedAt);
      },
      3_000,
    );
    await insist(buyAndRemember);
    await comesBack('api-1', pid);
    await eventually(snapshot, ({ nodes }) =>
      nodes.some(({ id, pid: now }) => id === 'api-1' && now !== pid),
    );
  });

  it('of the worker is seen in the snapshot; orders are taken meanwhile and paid after', async () => {
    const before = (await snapshot()).nodes.find(({ id }) => id === 'worker-1');
    const pid = await kill('worker-1');
    await Promise.all(Array.from({ length: 10 }, buyAndRemember));
    await eventually(
      snapshot,
      ({ nodes }) => {
        const node = nodes.find(({ id }) => id === 'worker-1');
        return node !== undefined && (node.state === 'down' || node.startedAt !== before?.startedAt);
      },
      3_000,
    );
    await comesBack('worker-1', pid);
  });

  it('of the web app is seen in the snapshot, and its pages return', async () => {
    const before = await eventually(webNode, (node) => node?.state === 'up');
    const pid = await kill('web');
    await eventually(
      webNode,
      (node) => node?.state === 'down' || node?.startedAt !== before?.startedAt,
      3_000,
    );
    await comesBack('web', pid);
    await insist(readPage);
    await eventually(webNode, (node) => node?.state === 'up' && node.pid !== pid);
  });

  it('of the front takes nothing else with it, and the front returns', async () => {
    const { front: pid, ...others } = running.pids();
    await kill('front');
    await comesBack('front', pid ?? 0);
    await insist(() => connect(running.webUrl).catalog.list.query({ limit: 1 }));
    await insist(readPage);
    expect(running.pids()).toMatchObject(others);
  });

  it('of the replica is seen in the snapshot, and no read fails while it is away', async () => {
    const pid = await kill('replica-1');
    const isAwayAndBack = async () => {
      await eventually(
        snapshot,
        ({ database }) => database.replicas[0]?.state === 'down' && database.replicas[0].lagMs === null,
        3_000,
      );
      await comesBack('replica-1', pid);
      await isWellAgain(({ database }) => database.replicas[0]?.state === 'streaming', 30_000);
    };
    await readUntil(isAwayAndBack());
  });

  it('of the cache’s Redis is seen in the snapshot, and no read fails while it is away', async () => {
    const pid = await kill('redis-cache');
    const isAwayAndBack = async () => {
      await eventually(
        snapshot,
        ({ redis }) => redis.find(({ name }) => name === 'redis-cache')?.state === 'down',
        3_000,
      );
      await comesBack('redis-cache', pid);
      await isWellAgain(bothRedisUp);
    };
    await readUntil(isAwayAndBack());
  });

  it('of the queues’ Redis is seen in the snapshot; orders are taken meanwhile and paid after', async () => {
    const pid = await kill('redis-queue');
    await Promise.all([
      ...Array.from({ length: 10 }, buyAndRemember),
      eventually(
        snapshot,
        ({ redis }) => redis.find(({ name }) => name === 'redis-queue')?.state === 'down',
        3_000,
      ),
    ]);
    await comesBack('redis-queue', pid);
    await isWellAgain(bothRedisUp);
  });

  it('of the payment provider takes nothing back from its books; orders are taken meanwhile and paid after', async () => {
    const before = await readLedger(running.env);
    const pid = await kill('payment-provider');
    await Promise.all(Array.from({ length: 10 }, buyAndRemember));
    await comesBack('payment-provider', pid);
    const after = await insist(() => readLedger(running.env));
    const taken = before.filter(({ state }) => state === 'captured');
    expect(taken.length).toBeGreaterThan(0);
    expect(after.slice(0, before.length).filter(({ state }) => state === 'captured')).toEqual(
      expect.arrayContaining(taken),
    );
  });

  it('loses no acknowledged order: each one ends paid, by one charge', async () => {
    expect(acknowledged.length).toBeGreaterThan(20);
    for (const placed of acknowledged) {
      await eventually(
        () => shop.orders.get.query(placed),
        ({ status }) => status === 'paid',
        60_000,
      );
    }
    const captured = (await readLedger(running.env)).filter(({ state }) => state === 'captured');
    expect(captured).toHaveLength(acknowledged.length);
  });

  it('of the whole tree: the next start recovers, and Ctrl-C leaves no process', async () => {
    const placed = await buy(shop, variantId);
    const pids = Object.values(running.pids());
    for (const pid of [running.supervisor.pid, ...pids]) if (pid) process.kill(pid, 'SIGKILL');
    const { dataDir, webUrl, apiUrl, env } = running;
    running = await startShop({
      dataDir,
      webPort: Number(new URL(webUrl).port),
      apiPort: Number(new URL(apiUrl).port),
      metricsPort: Number(new URL(env.METRICS_URL ?? '').port),
    });
    await eventually(
      () => shop.orders.get.query(placed),
      ({ status }) => status === 'paid',
      30_000,
    );
    const started = Object.values(running.pids());
    expect(await running.stop()).toBe(0);
    expect(started.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
  });
});

/** Reads list and products, of fresh keys and of cached ones, until the work ends; fails at the first error. */
async function readUntil(work: Promise<unknown>): Promise<void> {
  const ended = work.then(() => 'ended' as const);
  const { items } = await shop.catalog.list.query({});
  const handles = items.slice(0, 3).map((item) => item.handle);
  for (let limit = 1; ; limit = (limit % 100) + 1) {
    const reads = [
      shop.catalog.list.query({ limit }),
      ...handles.map((handle) => shop.catalog.product.query({ handle })),
    ];
    if ((await Promise.race([ended, Promise.all(reads)])) === 'ended') return;
  }
}
