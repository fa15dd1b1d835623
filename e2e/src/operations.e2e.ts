import { isDeepStrictEqual } from 'node:util';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buy, findVariant, runAll } from './checkout.ts';
import { connect, connectOperator, eventually, type ShopClient } from './client.ts';
import { expectAge, expectBetween, readFromNow, type Snapshot, sampleOf } from './operator.ts';
import {
  QUEUE_PREFIX,
  readMetrics,
  readOne,
  readPid,
  readQueueKeys,
  readRss,
  readStart,
  readUsedMemory,
  sumOf,
} from './sources.ts';
import { newShopOptions, type RunningShop, removeShop, startShop } from './start-shop.ts';

let running: RunningShop;
let shop: ShopClient;
let operator: ShopClient;
let variantId: string;
let queueRedis: Redis;
let cacheRedis: Redis;
/** As superuser: what the servers say of themselves is not for the application's role. */
let sql: pg.Client;

beforeAll(async () => {
  running = await startShop(await newShopOptions());
  const { env } = running;
  shop = connect(running.apiUrl);
  operator = await connectOperator(running.apiUrl, env);
  queueRedis = new Redis(env.REDIS_URL ?? '');
  cacheRedis = new Redis(env.CACHE_REDIS_URL ?? '');
  sql = await connectSuperuser(env.DATABASE_URL);
  variantId = await findVariant(shop);
  await operator.inventory.adjust.mutate({ variantId, setTo: 100_000, reason: 'rehearsal' });
});

afterAll(async () => {
  queueRedis?.disconnect();
  cacheRedis?.disconnect();
  await sql?.end().catch(() => {});
  await running?.stop();
  if (running) await removeShop(running.dataDir);
});

async function connectSuperuser(applicationUrl = ''): Promise<pg.Client> {
  const url = new URL(applicationUrl);
  url.username = 'postgres';
  url.password = running.env.POSTGRES_PASSWORD ?? '';
  const client = new pg.Client({ connectionString: url.href });
  // A rehearsal kills the server.
  client.on('error', () => {});
  await client.connect();
  return client;
}

const snapshot = () => operator.operations.snapshot.query();
const snapshotFromNow = (isWanted?: (now: Snapshot) => boolean) => readFromNow(operator, isWanted);

const pidOf = (part: string) => readPid(running, part);

const owed = () =>
  readOne<{ pending: number; madeAt: Date | null }>(
    sql,
    `SELECT count(*)::int AS pending, min(available_at) AS "madeAt" FROM outbox_event
     WHERE closed_at IS NULL AND available_at <= now()`,
  );

/** A job gives its receipt a moment before the queue knows that it is done. */
async function untilAllIsDone(): Promise<void> {
  await eventually(owed, ({ pending }) => pending === 0, 60_000);
  for (const name of ['payments', 'orders', 'notifications']) {
    await eventually(
      () => readQueueKeys(queueRedis, name),
      ({ waiting, active }) => waiting + active === 0,
    );
  }
}

const metrics = () => readMetrics(running.env.METRICS_URL ?? '');

describe('while the worker is held still, a snapshot says what its sources say:', () => {
  let queue: Queue;
  let worker: Worker;
  let workerPid: number;
  let heldAt: number;

  beforeAll(async () => {
    await runAll([() => buy(shop, variantId), () => buy(shop, variantId, 'declined')], 2);
    await untilAllIsDone();
    workerPid = pidOf('worker-1');
    process.kill(workerPid, 'SIGSTOP');
    await runAll(
      Array.from({ length: 11 }, () => () => buy(shop, variantId)),
      4,
    );
    await fillQueue();
    heldAt = Date.now();
  });

  /** Two jobs wait, one is at work, one sleeps, one has failed, and the queue is paused. */
  async function fillQueue(): Promise<void> {
    // Options, not a connection: BullMQ then makes its own and closes it.
    const connection = { url: running.env.REDIS_URL ?? '', maxRetriesPerRequest: null };
    const options = { connection, prefix: QUEUE_PREFIX };
    queue = new Queue('notifications', options);
    worker = new Worker('notifications', null, { ...options, autorun: false });
    const add = (data: object, more = {}) => queue.add('held', data, { attempts: 1, ...more });
    for (const step of ['fails', 'works']) await add({ step });
    const failing = await worker.getNextJob('token', { block: false });
    await failing?.moveToFailed(new Error('as the test wants it'), 'token', false);
    await worker.getNextJob('token', { block: false });
    await add({}, { timestamp: Date.now() - 90_000 });
    await add({}, { timestamp: Date.now() - 60_000 });
    await add({}, { delay: 3_600_000 });
    await queue.pause();
  }

  afterAll(async () => {
    await queue?.obliterate({ force: true });
    await worker?.close(true);
    await queue?.close();
    if (workerPid) process.kill(workerPid, 'SIGCONT');
  });

  it('the queues, as their keys in Redis and its list of clients', async () => {
    const now = await snapshotFromNow();
    expect(now.queues.map(({ name }) => name)).toEqual(['payments', 'orders', 'notifications']);
    for (const { name, perSecond: _perSecond, oldestWaitingMs, ...figures } of now.queues) {
      const { oldestMadeAt, ...keys } = await readQueueKeys(queueRedis, name);
      expect({ name, ...figures }).toEqual({ name, ...keys });
      if (oldestMadeAt === null) expect(oldestWaitingMs).toBeNull();
      else expectAge(oldestWaitingMs, oldestMadeAt, now);
    }
    expect(now.queues[2]).toMatchObject({ paused: true, waiting: 2, active: 1, delayed: 1, failed: 1 });
    expect(now.queues[2]?.oldestWaitingMs).toBeGreaterThan(90_000);
    expect(now.queues[0]?.workers).toBeGreaterThan(0);
  });

  it('the outbox, as its rows', async () => {
    const now = await snapshotFromNow();
    const { pending, madeAt } = await owed();
    expect(pending).toBeGreaterThanOrEqual(11);
    expect(now.outbox.pending).toBe(pending);
    expectAge(now.outbox.oldestMs, madeAt?.getTime() ?? 0, now);
  });

  it('the orders, as their rows', async () => {
    const ofMinute = () =>
      readOne<{ placed: number }>(
        sql,
        `SELECT count(*)::int AS placed FROM orders WHERE placed_at > now() - interval '60 seconds'`,
      );
    const before = await ofMinute();
    const now = await snapshotFromNow();
    expectBetween(now.orders.perMinute, (await ofMinute()).placed, before.placed);
    const { rows } = await sql.query(
      `SELECT number, total::int, currency, placed_at FROM orders ORDER BY placed_at DESC, id DESC LIMIT 10`,
    );
    expect(rows).toHaveLength(10);
    expect(now.orders.recent.map(({ number, total, placedAt }) => ({ number, ...total, placedAt }))).toEqual(
      rows.map(({ number, total, currency, placed_at: placedAt }) => ({
        number,
        amount: total,
        currency,
        placedAt: placedAt.toISOString(),
      })),
    );
    for (const { number, status, attention } of now.orders.recent) {
      expect(await operator.orders.get.query({ number })).toMatchObject({ number, status, attention });
    }
  });

  it('the worker, as down, with its pid, start and memory', async () => {
    const node = (now: Snapshot) => now.nodes.find(({ id }) => id === 'worker-1');
    const now = await snapshotFromNow((each) => node(each)?.state === 'down');
    expect(node(now)).toMatchObject({ pid: workerPid, rps: null, eventLoopLagMs: null });
    // It stands still: what it told last is what it has, but for its last second.
    const rss = readRss(workerPid);
    expectBetween(node(now)?.rssBytes, rss * 0.85, rss * 1.15);
    expect(now.queues.map(({ perSecond }) => perSecond)).toEqual([null, null, null]);
  });

  it('and the history has each second of it as the snapshots said', async () => {
    const seen = new Map<string, Snapshot>();
    const read = async () => {
      const now = await snapshot();
      seen.set(now.at, now);
      return (await operator.operations.history.query()).samples.filter(
        ({ at }) => Date.parse(at) > heldAt + 1_000,
      );
    };
    // Two processes may look in the same millisecond and see what moves by itself differently: only what was read
    // for the history itself is equal in all, and that happens again and again.
    const isAsSaid = (sample: { at: string }) => {
      const now = seen.get(sample.at);
      return now !== undefined && isDeepStrictEqual(sample, sampleOf(now));
    };
    const samples = await eventually(read, (held) => held.filter(isAsSaid).length >= 3, 60_000);
    for (const sample of samples) {
      expect(sample.queues.map(({ waiting }) => waiting)).toEqual([0, 0, 2]);
      expect(sample.outboxPending).toBe((await owed()).pending);
    }
  });
});

describe('of what moves by itself, a snapshot lies between a look before and a look after:', () => {
  it('the connections of the primary', async () => {
    const connections = async () => {
      const { count } = await readOne<{ count: number }>(
        sql,
        'SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()',
      );
      return count;
    };
    const looks = async () => {
      const before = await connections();
      const now = await snapshotFromNow();
      return { before, shown: now.database.primary, after: await connections() };
    };
    const { before, shown } = await eventually(looks, (look) => look.before === look.after, 30_000);
    expect(shown).toEqual({ state: 'up', connections: before });
  });

  it('the memory of each Redis', async () => {
    const big = 'e2e:big';
    await queueRedis.set(big, Buffer.alloc(10_000_000));
    await cacheRedis.set(big, Buffer.alloc(20_000_000));
    for (const [name, redis] of [
      ['redis-queue', queueRedis],
      ['redis-cache', cacheRedis],
    ] as const) {
      const before = await readUsedMemory(redis);
      const now = await snapshotFromNow();
      const after = await readUsedMemory(redis);
      const shown = now.redis.find((each) => each.name === name);
      expect(shown?.state).toBe('up');
      // Clients' buffers come and go in between.
      expectBetween(shown?.usedBytes, Math.min(before, after) * 0.95, Math.max(before, after) * 1.05);
      await redis.del(big);
    }
  });

  it('the processes: who they are, since when they run, and their memory', async () => {
    const now = await snapshotFromNow(({ nodes }) => nodes.every(({ state }) => state === 'up'));
    expect(now.nodes.map(({ id }) => id)).toEqual(expect.arrayContaining(['api-1', 'api-2', 'worker-1']));
    for (const { id, pid, startedAt, seenAt, rssBytes } of now.nodes) {
      expect({ id, pid }).toEqual({ id, pid: pidOf(id) });
      expect(Math.abs(Date.parse(startedAt) - readStart(pid))).toBeLessThan(1_500);
      expectBetween(Date.parse(seenAt), Date.parse(now.at) - 2_500, Date.now());
      const rss = readRss(pid);
      expectBetween(rssBytes, rss * 0.7, rss * 1.3);
    }
    expect(now.circuits).toEqual([{ name: 'payments-test', state: 'closed' }]);
  });
});

describe('while its replay is paused, the replica', () => {
  let replica: pg.Client;
  beforeAll(async () => {
    replica = await connectSuperuser(running.env.DATABASE_REPLICA_URLS);
  });
  afterAll(async () => {
    await replica?.query('SELECT pg_wal_replay_resume()').catch(() => {});
    await replica?.end();
  });

  const shownReplica = ({ database }: Snapshot) => database.replicas[0];
  const primaryPosition = () => readOne<{ lsn: string }>(sql, 'SELECT pg_current_wal_lsn()::text AS lsn');

  /** How far the replica, which stands still, is behind the primary as it is now. */
  async function bytesBehind(): Promise<number> {
    const { lsn } = await primaryPosition();
    const { behind } = await readOne<{ behind: number }>(
      replica,
      `SELECT pg_wal_lsn_diff('${lsn}', pg_last_wal_replay_lsn())::float8 AS behind`,
    );
    return behind;
  }

  it('is as many bytes and as long behind as both servers say, lags after 5 s, and is well again after', async () => {
    await snapshotFromNow((now) => shownReplica(now)?.state === 'streaming');
    const pausedAt = Date.now();
    await replica.query('SELECT pg_wal_replay_pause()');
    const isPaused = () =>
      readOne<{ state: string }>(replica, 'SELECT pg_get_wal_replay_pause_state() AS state');
    await eventually(isPaused, ({ state }) => state === 'paused');
    await sql.query(`SELECT pg_logical_emit_message(true, 'e2e', repeat('x', 4000000))`);
    const writtenAt = Date.now();

    const before = await bytesBehind();
    expect(before).toBeGreaterThan(4_000_000);
    const now = await snapshotFromNow((each) => (shownReplica(each)?.lagBytes ?? 0) >= before);
    expectBetween(shownReplica(now)?.lagBytes, before, await bytesBehind());
    const sent = await readOne<{ behind: number }>(
      sql,
      `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::float8 AS behind FROM pg_stat_replication`,
    );
    expectBetween(shownReplica(now)?.lagBytes, before, sent.behind);

    const late = await snapshotFromNow((each) => shownReplica(each)?.state === 'lagging');
    // The API looks twice a second, so its age is up to two looks from the truth.
    expectBetween(shownReplica(late)?.lagMs, 5_000, Date.now() - pausedAt + 1_000);
    expect(shownReplica(late)?.lagMs).toBeGreaterThan(Date.parse(late.at) - writtenAt - 2_500);

    await replica.query('SELECT pg_wal_replay_resume()');
    const well = await snapshotFromNow((each) => shownReplica(each)?.state === 'streaming');
    expect(shownReplica(well)?.lagBytes).toBeLessThan(4_000_000);
  });
});

describe('what was done, counted by who did it, is what a snapshot says of', () => {
  const family = (now: Snapshot) => now.cache.families.find(({ name }) => name === 'catalog.list');

  /** Reads of one family since the processes started, as Prometheus is told. */
  async function listReads() {
    const lines = await metrics();
    const sum = (outcome: string) => sumOf(lines, 'cache_reads_total', { family: 'catalog.list', outcome });
    return { l1Hits: sum('l1_hit'), l2Hits: sum('l2_hit'), misses: sum('miss') };
  }

  it('the cache: one miss, nine hits of the process that answered or in Redis', async () => {
    // The window of 10 s is empty.
    await snapshotFromNow((now) => now.cache.ratio === null);
    const before = await listReads();
    for (let read = 0; read < 10; read += 1) await shop.catalog.list.query({ limit: 37 });
    const hits = (now: Snapshot) => (family(now)?.l1Hits ?? 0) + (family(now)?.l2Hits ?? 0);
    const now = await snapshotFromNow((each) => hits(each) === 9);
    const counted = await listReads();
    const { l1Hits = 0, l2Hits = 0 } = family(now) ?? {};
    expect(family(now)).toMatchObject({ misses: 1, ratio: 0.9, sinceStart: counted });
    expect(now.cache.ratio).toBe(0.9);
    expect(counted).toEqual({
      l1Hits: before.l1Hits + l1Hits,
      l2Hits: before.l2Hits + l2Hits,
      misses: before.misses + 1,
    });
  });

  it('the jobs: as many per second as Redis has of the last ten seconds', async () => {
    await untilAllIsDone();
    const perSecond = (now: Snapshot) => now.queues.find(({ name }) => name === 'payments')?.perSecond;
    await snapshotFromNow((now) => perSecond(now) === 0);
    const from = Date.now();
    await runAll(
      Array.from({ length: 4 }, () => () => buy(shop, variantId)),
      4,
    );
    await untilAllIsDone();
    const completed = await queueRedis.zcount(`${QUEUE_PREFIX}:payments:completed`, from, '+inf');
    expect(completed).toBe(4);
    await snapshotFromNow((now) => perSecond(now) === completed / 10);
  });

  it('the requests: their rate, and a p95 within what the histograms allow', async () => {
    const name = 'http_request_duration_seconds';
    // A web app that beats once a second is all that asks; this test does not, but looks into the table.
    const told = () =>
      readOne<{ rps: number }>(
        sql,
        `SELECT sum((stats ->> 'rps')::float8) AS rps FROM process_node WHERE role = 'api'`,
      );
    await eventually(told, ({ rps }) => rps <= 1.5, 30_000);
    const before = await metrics();
    await runAll(
      Array.from({ length: 300 }, () => () => shop.catalog.categories.query({})),
      4,
    );
    const apisOf = (each: Snapshot) => each.nodes.filter(({ role }) => role === 'api');
    const rateOf = (each: Snapshot) => apisOf(each).reduce((sum, { rps }) => sum + (rps ?? 0), 0);
    const now = await snapshotFromNow((each) => rateOf(each) >= 30);
    const after = await metrics();
    const counted = sumOf(after, `${name}_count`) - sumOf(before, `${name}_count`);
    // The window may still hold some of the quiet time before.
    expectBetween(rateOf(now) * 10, 300, counted + 15);
    for (const { id, p95Ms } of apisOf(now)) {
      const upTo = (le: string) => {
        const labels = { instance: id, le };
        return sumOf(after, `${name}_bucket`, labels) - sumOf(before, `${name}_bucket`, labels);
      };
      const all = upTo('+Inf');
      const bounds = [0, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
      const shareUpTo = (bound: number) => (bound === 0 ? 0 : upTo(String(bound)) / all);
      const low = bounds.findLast((bound) => shareUpTo(bound) < 0.85) ?? 0;
      const high = bounds.find((bound) => shareUpTo(bound) >= 0.999) ?? Number.POSITIVE_INFINITY;
      expectBetween(p95Ms, low * 1_000 * 0.98, high * 1_000 * 1.02);
    }
  });
});
