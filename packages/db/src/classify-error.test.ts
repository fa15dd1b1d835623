import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { classifyError } from './classify-error.ts';
import { createPrisma, type PrismaClient, type Queryable } from './prisma.ts';
import { cloneTestDatabase, type TestDatabase, withFastConflicts } from './testing.ts';
import { openGate } from './testing-gate.ts';

/** The shapes of one failure differ by how the statement was sent. */
const WAYS: [string, (client: Queryable) => Promise<unknown>][] = [
  ['a raw statement', (client) => client.$queryRaw`SELECT count(*)::int FROM product`],
  ['a query of a model', (client) => client.product.count()],
];

const UPDATES: [string, (client: Queryable, handle: string) => Promise<unknown>][] = [
  [
    'a raw statement',
    (tx, handle) => tx.$executeRaw`UPDATE product SET status = status WHERE handle = ${handle}`,
  ],
  ['a query of a model', (tx, handle) => tx.product.updateMany({ where: { handle }, data: { handle } })],
];

let test: TestDatabase;
let primary: PrismaClient;

beforeAll(async () => {
  test = await cloneTestDatabase(inject('stack'));
  primary = test.database.primary;
  await primary.product.createMany({ data: [{ handle: 'a' }, { handle: 'b' }] });
});
afterAll(() => test.drop());

type Options = Partial<Parameters<typeof createPrisma>[1]>;

function connect(url: string, options: Options = {}): PrismaClient {
  const client = createPrisma(url, { poolSize: 3, applicationName: 'classified', ...options });
  onTestFinished(() => client.$disconnect());
  return client;
}

/** What the failure of the work is. Work that does not fail fails the test. */
async function faultOf(work: Promise<unknown>): Promise<ReturnType<typeof classifyError>> {
  const outcome = await work.then(
    () => ({ failed: false, error: undefined }),
    (error: unknown) => ({ failed: true, error }),
  );
  expect(outcome.failed).toBe(true);
  return classifyError(outcome.error);
}

/** Runs the work while another transaction has the table for itself. */
function whileLocked<T>(work: () => Promise<T>): Promise<T> {
  return primary.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE product IN ACCESS EXCLUSIVE MODE`;
    return work();
  });
}

/** Holds the pool's only connection meanwhile. */
function whileTaken<T>(client: PrismaClient, work: () => Promise<T>): Promise<T> {
  return client.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1`;
    return work();
  });
}

async function endBackend(of: Queryable, by: Queryable): Promise<void> {
  const [backend] = await of.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  await by.$queryRaw`SELECT pg_terminate_backend(${backend?.pid}::int, 5000)`;
}

describe('a conflict', () => {
  it.each(UPDATES)('is a serialization failure of %s', async (_way, update) => {
    const work = primary.$transaction(
      async (tx) => {
        await tx.product.count();
        await update(primary, 'a');
        await update(tx, 'a');
      },
      { isolationLevel: 'RepeatableRead' },
    );
    expect(await faultOf(work)).toBe('conflict');
  });

  it.each(UPDATES)('is a deadlock of %s', async (_way, update) => {
    const bothHold = Promise.withResolvers<void>();
    let holding = 0;
    const updateBoth = (first: string, second: string) =>
      primary.$transaction(async (tx) => {
        await update(tx, first);
        holding += 1;
        if (holding === 2) bothHold.resolve();
        await bothHold.promise;
        await update(tx, second);
      });
    const outcomes = await Promise.allSettled([updateBoth('a', 'b'), updateBoth('b', 'a')]);
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(failed.map(({ reason }) => classifyError(reason))).toEqual(['conflict']);
  });

  it('is a serialization failure that the COMMIT itself reports', async () => {
    const bothWrote = Promise.withResolvers<void>();
    let wrote = 0;
    const skew = (handle: string) =>
      primary.$transaction(
        async (tx) => {
          await tx.product.findMany();
          await tx.product.updateMany({ where: { handle }, data: { handle } });
          wrote += 1;
          if (wrote === 2) bothWrote.resolve();
          await bothWrote.promise;
        },
        { isolationLevel: 'Serializable' },
      );
    const outcomes = await Promise.allSettled([skew('a'), skew('b')]);
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(failed.map(({ reason }) => classifyError(reason))).toEqual(['conflict']);
  });

  it('is a read on a replica that stands in the way of replay', async () => {
    const replica = connect(test.replicaUrl);
    const fault = withFastConflicts(inject('stack'), async () => {
      const read = faultOf(replica.$queryRaw`SELECT count(*)::int, pg_sleep(8)::text FROM product`);
      await expect
        .poll(
          () => replica.$queryRaw`
            SELECT 1 FROM pg_locks WHERE relation = 'product'::regclass AND mode = 'AccessShareLock'`,
        )
        .toHaveLength(1);
      await whileLocked(async () => {});
      return read;
    });
    expect(await fault).toBe('conflict');
  });
});

describe('a database that is busy', () => {
  it.each(WAYS)('ends %s by its statement timeout', async (_way, query) => {
    const client = connect(test.databaseUrl, { statementTimeoutMs: 100 });
    expect(await whileLocked(() => faultOf(query(client)))).toBe('busy');
  });

  it.each(WAYS)('ends %s in a transaction by its lock timeout', async (_way, query) => {
    const client = connect(test.databaseUrl);
    const work = () =>
      client.$transaction(async (tx) => {
        await tx.$executeRaw`SET LOCAL lock_timeout = 50`;
        await query(tx);
      });
    expect(await whileLocked(() => faultOf(work()))).toBe('busy');
  });

  it.each(WAYS)('has no connection free for %s', async (_way, query) => {
    const client = connect(test.databaseUrl, { poolSize: 1, connectTimeoutMs: 1_500 });
    expect(await whileTaken(client, () => faultOf(query(client)))).toBe('busy');
    expect(await whileTaken(client, () => faultOf(client.$transaction(query)))).toBe('busy');
  });

  it('cannot begin a transaction in time, or ends one that takes too long', async () => {
    const client = connect(test.databaseUrl, { poolSize: 1 });
    const late = () => faultOf(client.$transaction((tx) => tx.product.count(), { maxWait: 50 }));
    expect(await whileTaken(client, late)).toBe('busy');
    const long = client.$transaction((tx) => tx.$queryRaw`SELECT pg_sleep(0.3)::text`, { timeout: 50 });
    expect(await faultOf(long)).toBe('busy');
  });

  it.each(WAYS)('lets in no further connection for %s', async (_way, query) => {
    const role = `few_${randomBytes(6).toString('hex')}`;
    await primary.$executeRawUnsafe(`CREATE ROLE ${role} LOGIN PASSWORD '${role}' CONNECTION LIMIT 1`);
    const client = connect(Object.assign(new URL(test.databaseUrl), { username: role, password: role }).href);
    expect(await whileTaken(client, () => faultOf(query(client)))).toBe('busy');
    expect(await whileTaken(client, () => faultOf(client.$transaction(query)))).toBe('busy');
    await client.$disconnect();
    await primary.$executeRawUnsafe(`DROP ROLE ${role}`);
  });
});

describe('a database is lost', () => {
  it.each(WAYS)('when nobody is there for %s', async (_way, query) => {
    for (const host of ['127.0.0.1:1', 'no-such-host.invalid:5432']) {
      const client = connect(Object.assign(new URL(test.databaseUrl), { host }).href);
      expect(await faultOf(query(client)), host).toBe('lost');
      expect(await faultOf(client.$transaction(query)), host).toBe('lost');
    }
  });

  it.each(WAYS)('when it ends the connection during %s', async (_way, query) => {
    const client = connect(test.databaseUrl);
    const fault = await whileLocked(async () => {
      const waiting = faultOf(query(client));
      await expect
        .poll(
          () => primary.$queryRaw`
            SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        )
        .toHaveLength(1);
      return waiting;
    });
    expect(fault).toBe('lost');
  });

  it.each(WAYS)('when it ended the connection before %s of a transaction', async (_way, query) => {
    const client = connect(test.databaseUrl);
    const work = client.$transaction(async (tx) => {
      await endBackend(tx, primary);
      await query(tx);
    });
    expect(await faultOf(work)).toBe('lost');
  });

  it('when it ended the connection before the COMMIT', async () => {
    const client = connect(test.databaseUrl);
    const work = client.$transaction(async (tx) => {
      await tx.product.create({ data: { handle: 'never' } });
      await endBackend(tx, primary);
    });
    expect(await faultOf(work)).toBe('lost');
  });

  it.each(WAYS)('when the connection is cut during %s', async (_way, query) => {
    const gate = await openGate(test.databaseUrl);
    const client = connect(gate.url);
    const fault = await whileLocked(async () => {
      const waiting = faultOf(query(client));
      await expect
        .poll(
          () => primary.$queryRaw`
            SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        )
        .toHaveLength(1);
      gate.close();
      return waiting;
    });
    expect(fault).toBe('lost');
  });

  it.each(WAYS)('when it hangs and does not answer %s, or a new connection', async (_way, query) => {
    const gate = await openGate(test.databaseUrl);
    onTestFinished(() => gate.close());
    const client = connect(gate.url, { poolSize: 1, statementTimeoutMs: 100, connectTimeoutMs: 2_500 });
    await query(client);
    gate.hang('all');
    expect(await faultOf(query(client))).toBe('lost');
    expect(await faultOf(query(client))).toBe('lost');
  });

  it.each(UPDATES)('when it is no primary, to %s', async (_way, update) => {
    expect(await faultOf(update(connect(test.replicaUrl), 'a'))).toBe('lost');
  });

  it.each(['57P02', '57P03', '08006'])('when it says %s', async (code) => {
    const saying = `DO $$ BEGIN RAISE EXCEPTION 'so' USING ERRCODE = '${code}'; END $$`;
    expect(await faultOf(primary.$executeRawUnsafe(saying))).toBe('lost');
  });
});

describe('what is no fault of the database', () => {
  it('is a unique key that is taken', async () => {
    expect(await faultOf(primary.product.create({ data: { handle: 'a' } }))).toBeNull();
    expect(await faultOf(primary.$executeRaw`INSERT INTO product (handle) VALUES ('a')`)).toBeNull();
  });

  it('is a statement that is wrong, and a value that is', async () => {
    expect(await faultOf(primary.$queryRaw`SELECT nonsense`)).toBeNull();
    expect(await faultOf(primary.$queryRaw`SELECT 1 / 0`)).toBeNull();
    expect(await faultOf(primary.product.findUniqueOrThrow({ where: { handle: 'none' } }))).toBeNull();
  });

  it('is whatever else is thrown, in a transaction too', async () => {
    const other = primary.$transaction(async (tx) => {
      await tx.product.count();
      throw new Error('of our own', { cause: 'nothing' });
    });
    expect(await faultOf(other)).toBeNull();
    for (const thrown of ['a text', null, undefined]) expect(classifyError(thrown)).toBeNull();
  });
});
