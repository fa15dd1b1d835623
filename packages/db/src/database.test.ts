import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { classifyError, PrimaryReadsFull } from './classify-error.ts';
import { Database, type ReadSource } from './database.ts';
import { cloneTestDatabase, type TestDatabase, whileReplicaStands } from './testing.ts';
import { openGate } from './testing-gate.ts';

let test: TestDatabase;

beforeAll(async () => {
  test = await cloneTestDatabase(inject('stack'));
});
afterAll(() => test.drop());

async function eventually<T>(read: () => Promise<T>, wanted: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const value = await read();
    if (wanted(value) || Date.now() > deadline) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a read', () => {
  it('is answered by the replica while it is healthy', async () => {
    const answered = await test.database.read(0, async ({ client, name }) => ({
      name,
      rows: await client.$queryRaw<{ standby: boolean }[]>`SELECT pg_is_in_recovery() AS standby`,
    }));
    expect(answered).toEqual({ name: 'replica-1', rows: [{ standby: true }] });
  });

  it('that must be newer than the replica is answered by the primary', async () => {
    const lsn = (await test.database.markLsn()) + 1_000_000_000;
    const name = await test.database.read(lsn, async (source) => source.name);
    expect(name).toBe('primary');
  });

  it('sees a commit that came before its mark, on whichever server it is answered', async () => {
    for (let round = 0; round < 20; round += 1) {
      const handle = `mark-${round}`;
      await test.database.primary.product.create({ data: { handle } });
      const mark = await test.database.markLsn();
      const found = await test.database.read(mark, ({ client }) =>
        client.product.findUnique({ where: { handle } }),
      );
      expect(found?.handle).toBe(handle);
    }
  });

  it('does not fail when the replica is gone', async () => {
    const database = new Database({
      databaseUrl: test.databaseUrl,
      replicaUrls: ['postgresql://nobody:nothing@127.0.0.1:1/none'],
      poolSize: 2,
      applicationName: 'test',
    });
    await database.start();
    try {
      expect(database.replicaHealth()).toMatchObject([{ state: 'down', lagMs: null, lagBytes: null }]);
      expect(await database.read(0, async ({ name }) => name)).toBe('primary');
    } finally {
      await database.close();
    }
  });

  it('that is wrong in itself fails, and costs no replica its place', async () => {
    await expect(
      test.database.read(0, ({ client }) => client.$queryRawUnsafe('SELECT nonsense')),
    ).rejects.toThrow(/nonsense/);
    expect(test.database.replicaHealth()).toMatchObject([{ state: 'streaming' }]);
  });
});

describe('of several replicas', () => {
  const NAMES = ['replica-1', 'replica-2', 'replica-3'];

  /** A shop with three replicas: three gates before the one that there is. */
  async function openThree() {
    const gates = await Promise.all(NAMES.map(() => openGate(test.replicaUrl)));
    const database = new Database({
      databaseUrl: test.databaseUrl,
      replicaUrls: gates.map(({ url }) => url),
      poolSize: 4,
      applicationName: 'test',
    });
    onTestFinished(async () => {
      for (const gate of gates) gate.close();
      await database.close();
    });
    await database.start();
    const stateOf = (name: string) => database.replicaHealth().find((one) => one.name === name)?.state;
    await eventually(
      async () => NAMES.map(stateOf),
      (states) => states.every((state) => state === 'streaming'),
    );
    return { gates, database, stateOf };
  }

  const readName = (database: Database) =>
    database.read(0, async ({ client, name }) => {
      await client.product.count();
      return name;
    });

  it('all answer when many read at the same time, and it is counted who did', async () => {
    const { database } = await openThree();
    const names = await Promise.all(Array.from({ length: 60 }, () => readName(database)));
    expect(new Set(names)).toEqual(new Set(NAMES));
    const counted = (server: string) => names.filter((name) => name === server).length;
    expect(database.readsAnswered()).toEqual(
      ['primary', ...NAMES].map((server) => ({ server, reads: counted(server) })),
    );
  });

  it('one that keeps its reads gets hardly any more, while others are free', async () => {
    const { database } = await openThree();
    const held = Promise.withResolvers<void>();
    const begun = new Map<string, number>();
    const reads = Array.from({ length: 30 }, () =>
      database.read(0, async ({ name }) => {
        begun.set(name, (begun.get(name) ?? 0) + 1);
        if (name === 'replica-1') await held.promise;
      }),
    );
    for (let round = 0; round < 40; round += 1) await readName(database);
    held.resolve();
    await Promise.all(reads);
    const before = begun.get('replica-1') ?? 0;
    const after = database.readsAnswered().find(({ server }) => server === 'replica-1')?.reads;
    // Of 40, of which a third would be its share: the others may be out for a moment when the machine is busy.
    expect(before).toBeGreaterThan(0);
    expect(after).toBeLessThanOrEqual(before + 4);
  });

  it('one that is cut off fails no read, is out at once, and comes back when it has been well for a while', async () => {
    const { gates, database, stateOf } = await openThree();
    await gates[0]?.cut();
    const names = await Promise.all(Array.from({ length: 30 }, () => readName(database)));
    expect(stateOf('replica-1')).toBe('down');
    expect(names).not.toContain('replica-1');
    await gates[0]?.restore();
    await eventually(
      async () => stateOf('replica-1'),
      (state) => state === 'streaming',
    );
    const again = await Promise.all(Array.from({ length: 60 }, () => readName(database)));
    expect(again).toContain('replica-1');
  });

  it('when all are gone the primary answers, and the replicas again when they are back', async () => {
    const { gates, database, stateOf } = await openThree();
    await Promise.all(gates.map((gate) => gate.cut()));
    const names = await Promise.all(Array.from({ length: 30 }, () => readName(database)));
    expect(new Set(names)).toEqual(new Set(['primary']));
    await Promise.all(gates.map((gate) => gate.restore()));
    await eventually(
      async () => NAMES.map(stateOf),
      (states) => states.every((state) => state === 'streaming'),
    );
    expect(NAMES).toContain(await readName(database));
  });

  it('a read under way on one that hangs is answered by the primary as soon as that is known', async () => {
    const { gates, database } = await openThree();
    const hung = Promise.withResolvers<never>();
    const asked: string[] = [];
    const read = database.read(0, ({ name }) => {
      asked.push(name);
      return name === 'primary' ? Promise.resolve(name) : hung.promise;
    });
    for (const gate of gates) gate.hang('all');
    expect(await read).toBe('primary');
    expect(asked).toHaveLength(2);
  });
});

describe('reads that only the primary can answer', () => {
  it('are bounded: beyond that they are refused, and carts and orders keep their connections', async () => {
    const database = new Database({
      databaseUrl: test.databaseUrl,
      replicaUrls: [],
      poolSize: 2,
      applicationName: 'test',
    });
    onTestFinished(() => database.close());
    await database.start();
    const [outcomes, carts] = await test.database.primary.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE product IN ACCESS EXCLUSIVE MODE`;
      const reads = Array.from({ length: 150 }, () =>
        database.read(0, ({ client }) => client.product.count()),
      );
      const settled = Promise.allSettled(reads);
      return [await settled, await database.primary.cart.count()] as const;
    });
    const faults = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? classifyError(outcome.reason) : 'answered',
    );
    expect(new Set(faults)).toEqual(new Set(['busy']));
    const refused = outcomes.filter(
      (outcome) => outcome.status === 'rejected' && outcome.reason instanceof PrimaryReadsFull,
    );
    expect(refused).toHaveLength(50);
    expect(carts).toBe(0);
    expect(await database.read(0, ({ name }) => Promise.resolve(name))).toBe('primary');
  });
});

describe('who reads after a write', () => {
  it('sees it each time while the replica stands still, and others are answered by the replica', async () => {
    const { database } = test;
    const servers = new Set<string>();
    let stale = 0;
    await whileReplicaStands(inject('stack'), async () => {
      for (let round = 0; round < 50; round += 1) {
        const handle = `written-${round}`;
        await database.primary.product.create({ data: { handle } });
        const mark = await database.markLsn();
        await database.read(mark, async ({ client, name }) => {
          servers.add(name);
          if (!(await client.product.findUnique({ where: { handle } }))) stale += 1;
        });
      }
      expect(await database.read(0, async ({ name }) => name)).toBe('replica-1');
    });
    expect(stale).toBe(0);
    expect([...servers]).toEqual(['primary']);
  });
});

it('a scan begins at the beginning of its table, on whatever connection, so that the first rows are the same ones each time', async () => {
  const show = (client: ReadSource['client']) =>
    client.$queryRaw<unknown[]>`SELECT current_setting('synchronize_seqscans') AS scans`;
  const { database } = test;
  const seen = [
    await show(database.primary),
    await show(database.placing),
    await database.read(0, ({ client }) => show(client)),
    await database.read(Number.MAX_SAFE_INTEGER, ({ client }) => show(client)),
  ];
  expect(seen).toEqual(Array.from(seen, () => [{ scans: 'off' }]));
});

it('the pools tell what their connections do and who waits for one', async () => {
  const database = new Database({
    databaseUrl: test.databaseUrl,
    replicaUrls: [test.replicaUrl],
    poolSize: 1,
    applicationName: 'test',
  });
  onTestFinished(() => database.close());
  const primary = () => database.pools().find(({ name }) => name === 'primary')?.counts;
  const waiting = await database.primary.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1`;
    const waiter = database.primary.cart.count().then((count) => count);
    await eventually(
      async () => primary()?.waiting,
      (count) => count === 1,
    );
    expect(primary()).toEqual({ most: 1, open: 1, idle: 0, waiting: 1 });
    return { waiter };
  });
  await waiting.waiter;
  expect(primary()).toEqual({ most: 1, open: 1, idle: 1, waiting: 0 });
  expect(database.pools().map(({ name }) => name)).toEqual(['primary', 'placing', 'reading', 'replica-1']);
});

describe('a replica', () => {
  it('is in use for a role that may not read monitoring views', async () => {
    const role = `plain_${randomBytes(6).toString('hex')}`;
    const asAdmin = (sql: string) => test.database.primary.$executeRawUnsafe(sql);
    await asAdmin(`CREATE ROLE ${role} LOGIN PASSWORD '${role}'`);
    const as = (url: string) => Object.assign(new URL(url), { username: role, password: role }).href;
    const mark = await test.database.markLsn();
    await eventually(
      async () => test.database.replicaHealth(),
      ([replica]) => (replica?.replayLsn ?? 0) >= mark,
    );
    const database = new Database({
      databaseUrl: as(test.databaseUrl),
      replicaUrls: [as(test.replicaUrl)],
      poolSize: 2,
      applicationName: 'test',
    });
    try {
      await database.start();
      expect(database.replicaHealth()).toMatchObject([{ state: 'streaming' }]);
    } finally {
      await database.close();
      await asAdmin(`DROP ROLE ${role}`);
    }
  });

  it('that has nothing to replay does not lag, however long ago the last commit was', async () => {
    const [health] = await eventually(
      async () => test.database.replicaHealth(),
      ([replica]) => replica?.lagBytes === 0,
    );
    expect(health).toMatchObject({ state: 'streaming', lagMs: 0, lagBytes: 0 });
  });
});

describe('a replica that hangs', () => {
  it.each(['new', 'all'] as const)(
    'and answers nothing on %s connections is down within 2.5 s',
    async (what) => {
      const gate = await openGate(test.replicaUrl);
      const database = new Database({
        databaseUrl: test.databaseUrl,
        replicaUrls: [gate.url],
        poolSize: 2,
        applicationName: 'test',
      });
      try {
        await database.start();
        expect(database.replicaHealth()).toMatchObject([{ state: 'streaming' }]);
        const hungAt = performance.now();
        gate.hang(what);
        await eventually(
          async () => database.replicaHealth(),
          ([replica]) => replica?.state === 'down',
        );
        expect(performance.now() - hungAt).toBeLessThan(2_500);
        expect(await database.read(0, async ({ name }) => name)).toBe('primary');
      } finally {
        gate.close();
        await database.close();
      }
    },
  );
});
