import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../testing.ts';
import { postgresPart, replicaPart } from './embedded-parts.ts';
import { prepareLogFile } from './log-file.ts';
import { findFreePort } from './ports.ts';
import { type PostgresServer, resetSuperuserPassword, superuserUrl, withClient } from './postgres.ts';
import { findPostgresHost } from './postgres-host.ts';
import { prepareDatabase } from './prepare-database.ts';
import type { Replica } from './replica.ts';
import { Supervisor } from './supervisor.ts';

let folder: string;
let primary: PostgresServer;
let replica: Replica;
let supervisor = new Supervisor();

async function startPrimary(): Promise<void> {
  await supervisor.start(postgresPart(primary, await prepareLogFile(folder, 'postgres')));
}

async function startReplica(): Promise<void> {
  const part = replicaPart(replica, await prepareLogFile(folder, 'replica-1'));
  await supervisor.start({ ...part, health: { probe: part.ready, graceMs: 1_000 } });
}

function pidOf(name: string): number | undefined {
  return supervisor.states().find((state) => state.name === name)?.pid;
}

async function write(value: string): Promise<void> {
  await withClient(superuserUrl(primary), (client) => client.query('insert into t values ($1)', [value]));
}

async function replicaHas(value: string): Promise<boolean> {
  return withClient(superuserUrl(replica.server), async (client) => {
    const found = await client.query('select from t where v = $1', [value]);
    return found.rowCount === 1;
  }).catch(() => false);
}

async function kill(name: string): Promise<void> {
  const pid = pidOf(name) as number;
  process.kill(pid, 'SIGKILL');
  await eventually(`${name} is down`, () => pidOf(name) !== pid);
}

/** Stops the replica, lets `harm` be done to its files, and starts it again. */
async function whileReplicaIsStopped(harm: () => Promise<void>): Promise<void> {
  await supervisor.stop({ first: ['replica-1'], last: ['postgres'] });
  supervisor = new Supervisor();
  await startPrimary();
  await harm();
  await startReplica();
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-replica-'));
  const host = await findPostgresHost(folder);
  const superuserPassword = randomBytes(8).toString('hex');
  const server = async (name: string): Promise<PostgresServer> => ({
    host,
    folder: path.join(folder, name),
    port: await findFreePort(),
    superuserPassword,
    durable: false,
    maxConnections: 50,
  });
  primary = await server('postgres');
  replica = {
    primary,
    server: await server('replica-1'),
    slot: 'replica_1',
    replicationPassword: 'r',
  };
  await startPrimary();
  await prepareDatabase(superuserUrl(primary), {
    database: 'app',
    appPassword: 'a',
    replicationPassword: 'r',
  });
  await withClient(superuserUrl(primary), (client) => client.query('create table t (v text)'));
  await startReplica();
});

afterAll(async () => {
  await supervisor.stop({ first: ['replica-1'], last: ['postgres'] });
  for (const made of [folder, primary.host.root]) await rm(made, { recursive: true, force: true });
});

it('follows the primary', async () => {
  await write('one');
  await eventually('the replica has the row', () => replicaHas('one'));
});

it('goes on after a kill of the replica, with the same files', async () => {
  await kill('replica-1');
  await write('two');
  await eventually('the replica has the row', () => replicaHas('two'));
});

it('goes on after a kill of the primary, with all that was committed', async () => {
  await write('three');
  await kill('postgres');
  await eventually('the primary takes writes again', () =>
    write('four').then(
      () => true,
      () => false,
    ),
  );
  await eventually(
    'the replica has both rows',
    async () => (await replicaHas('three')) && replicaHas('four'),
  );
});

it('makes the replica again when its files are broken', async () => {
  await whileReplicaIsStopped(() => truncate(path.join(replica.server.folder, 'global/pg_control'), 100));
  await write('five');
  await eventually('the replica has the row', () => replicaHas('five'));
});

it('makes the replica again when its folder is gone', async () => {
  await whileReplicaIsStopped(() => rm(replica.server.folder, { recursive: true }));
  await write('six');
  await eventually('the replica has the row', () => replicaHas('six'));
});

it('makes the replica again when its slot is gone', async () => {
  await whileReplicaIsStopped(async () => {
    await withClient(superuserUrl(primary), (client) =>
      client.query(`select pg_drop_replication_slot('replica_1')`),
    );
  });
  await write('seven');
  await eventually('the replica has the row', () => replicaHas('seven'));
});

it('makes the replica again when it has a history of its own', async () => {
  await withClient(superuserUrl(replica.server), async (client) => {
    await client.query('select pg_promote(true, 20)');
    await client.query(`insert into t values ('only here')`);
  });
  await write('eight');
  await eventually('the replica has the row', () => replicaHas('eight'));
  expect(await replicaHas('only here')).toBe(false);
});

it('opens a database whose password was lost with local.env', async () => {
  await supervisor.stop({ first: ['replica-1'], last: ['postgres'] });
  primary.superuserPassword = 'another';
  await resetSuperuserPassword(primary);
  supervisor = new Supervisor();
  await startPrimary();
  await write('nine');
});
