import { randomBytes } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Database } from './database.ts';
import { cloneTestDatabase, type TestDatabase } from './testing.ts';

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

/** Stands before a server and can hang as one does: connections are accepted, and nobody answers them. */
async function openGate(
  url: string,
): Promise<{ url: string; hang(what: 'new' | 'all'): void; close(): void }> {
  const { hostname, port } = new URL(url);
  const sockets: Socket[] = [];
  let open = true;
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    if (!open) return;
    const behind = connect(Number(port), hostname).on('error', () => {});
    sockets.push(behind);
    socket.pipe(behind).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gate = new URL(url);
  gate.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: gate.href,
    hang: (what) => {
      open = false;
      if (what === 'all') for (const socket of sockets) socket.unpipe().pause();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

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
