import { chown, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findFreePort } from '../stack/ports.ts';
import { acceptsConnections, postgresUrl, withClient } from '../stack/postgres.ts';
import { findPostgresHost, type PostgresHost } from '../stack/postgres-host.ts';
import { type RunningProcess, runToEnd, startProcess, stopProcess } from '../stack/process.ts';
import { REPOSITORY } from '../stack/repository.ts';
import { findPostgresPrograms, type PostgresPrograms } from './postgres-programs.ts';

const APP = { user: 'holdfast', password: 'the-password-of-the-app', database: 'holdfast' };
const REPLICATION_PASSWORD = 'the-password-of-the-standby';
const STARTED_WITHIN = { timeout: 60_000 };

let programs: PostgresPrograms;
let host: PostgresHost;
let folder: string;
/** A copy of deploy/postgres, where PostgreSQL's user may read it. */
let scripts: string;
let ports: { primary: number; standby: number };
const running: RunningProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-standby-'));
  host = await findPostgresHost(folder);
  programs = await findPostgresPrograms(host.user && path.join(host.root, 'programs'));
  scripts = path.join(host.root, 'scripts');
  await cp(path.join(REPOSITORY, 'deploy/postgres'), scripts, { recursive: true });
  const socket = path.join(host.root, 'socket');
  await mkdir(socket);
  if (host.user) await chown(socket, host.user.uid, host.user.gid);
  ports = { primary: await findFreePort(), standby: await findFreePort() };
}, 300_000);

afterAll(async () => {
  await Promise.all(running.map((server) => stopProcess(server, { signal: 'SIGINT', timeoutMs: 10_000 })));
  for (const one of [host.root, folder]) await rm(one, { recursive: true, force: true });
});

/** A command as the image's user, with the environment that docker-compose.yml gives the two servers. */
function command(words: string[], env: Record<string, string> = {}) {
  const [file = '', ...args] = [...host.prefix, ...words];
  return {
    file,
    args,
    cwd: host.root,
    user: host.user,
    env: {
      ...programs,
      LC_ALL: 'C',
      PGDATA: path.join(host.root, 'primary'),
      PGHOST: path.join(host.root, 'socket'),
      PGPORT: String(ports.primary),
      DATABASE_PASSWORD: APP.password,
      REPLICATION_PASSWORD,
      ...env,
    },
  };
}

/** The settings of both, and where this machine wants them to listen. */
function settings(port: number): string[] {
  const own = ['listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${host.root}/socket`];
  const file = path.join(scripts, 'postgresql.conf');
  return [`config_file=${file}`, ...own].flatMap((setting) => ['-c', setting]);
}

function start(words: string[], env: Record<string, string> = {}): RunningProcess {
  const server = startProcess(command(words, env), {
    logFile: path.join(folder, `${running.length}.log`),
    stopSignal: 'SIGINT',
  });
  running.push(server);
  return server;
}

function startStandby(): RunningProcess {
  return start(['sh', path.join(scripts, 'run-standby.sh'), ...settings(ports.standby)], {
    PGDATA: path.join(host.root, 'standby'),
    PRIMARY_HOST: '127.0.0.1',
    PRIMARY_PORT: String(ports.primary),
    SLOT: 'replica_1',
    PGPASSWORD: REPLICATION_PASSWORD,
  });
}

const onPrimary = (sql: string) =>
  withClient(postgresUrl(ports.primary, APP), (client) => client.query(sql)).then(({ rows }) => rows);
const onStandby = (sql: string) =>
  withClient(postgresUrl(ports.standby, APP), (client) => client.query(sql)).then(
    ({ rows }) => rows,
    (error: Error) => error.message,
  );

it('a new primary gets its roles, its database and a slot, and a standby copies it and follows it, after a restart too', async () => {
  const initdb = ['--auth-local=trust', '--auth-host=scram-sha-256', '--username=postgres', '--no-sync'];
  await runToEnd(command(['initdb', ...initdb]));
  const primary = start(['postgres', ...settings(ports.primary)]);
  const superuser = `postgresql:///postgres?host=${host.root}/socket&port=${ports.primary}&user=postgres`;
  await expect.poll(() => acceptsConnections(superuser), STARTED_WITHIN).toBe(true);
  await runToEnd(command(['sh', path.join(scripts, 'prepare-primary.sh')]));
  await stopProcess(primary, { signal: 'SIGINT', timeoutMs: 10_000 });

  start(['postgres', ...settings(ports.primary)]);
  await expect.poll(() => acceptsConnections(postgresUrl(ports.primary, APP)), STARTED_WITHIN).toBe(true);
  await onPrimary('create table note (text text)');
  const standby = startStandby();
  await onPrimary("insert into note values ('before')");
  await expect.poll(() => onStandby('select text from note'), STARTED_WITHIN).toEqual([{ text: 'before' }]);
  expect(await onStandby("insert into note values ('there')")).toMatch(/read-only transaction/);
  const streams = 'select application_name, state from pg_stat_replication';
  await expect
    .poll(() => onPrimary(streams))
    .toEqual([{ application_name: 'replica_1', state: 'streaming' }]);

  await stopProcess(standby, { signal: 'SIGINT', timeoutMs: 10_000 });
  await onPrimary("insert into note values ('meanwhile')");
  startStandby();
  await expect
    .poll(() => onStandby('select text from note'), STARTED_WITHIN)
    .toEqual([{ text: 'before' }, { text: 'meanwhile' }]);
}, 180_000);

it('the application may neither make roles nor databases', async () => {
  await expect(onPrimary('create role another')).rejects.toThrow(/permission denied/);
  await expect(onPrimary('create database another')).rejects.toThrow(/permission denied/);
  expect(await onPrimary('select count(*) >= 0 as readable from pg_stat_statements')).toEqual([
    { readable: true },
  ]);
});
