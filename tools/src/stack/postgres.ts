import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { PostgresHost } from './postgres-host.ts';
import { type Command, runToEnd, sendSignal } from './process.ts';
import { isAlive, worksIn } from './process-table.ts';

/** One embedded PostgreSQL server, a primary or a standby. */
export type PostgresServer = {
  host: PostgresHost;
  /** Data folder (PGDATA), absolute. */
  folder: string;
  port: number;
  superuserPassword: string;
  /** False only where the data may be lost with the machine: tests. */
  durable: boolean;
  maxConnections: number;
};

const SETTINGS_FILE = 'holdfast.conf';
const MEGABYTE = 1_024 * 1_024;

export function postgresUrl(
  port: number,
  access: { user: string; password: string; database: string },
): string {
  return `postgresql://${access.user}:${access.password}@127.0.0.1:${port}/${access.database}`;
}

export function superuserUrl(server: PostgresServer, database = 'postgres'): string {
  return postgresUrl(server.port, { user: 'postgres', password: server.superuserPassword, database });
}

/**
 * PostgreSQL's manual gives it a quarter of a machine of its own. This one shares it with its replica and all else of the
 * shop, so it takes an eighth; 256 MB is little for any shop, and 3 GB hold what is read of one with a million products.
 */
function sharedBuffers(memoryBytes: number): string {
  return `${Math.min(4_096, Math.max(256, Math.floor(memoryBytes / MEGABYTE / 8)))}MB`;
}

/** A container may have less than its machine. */
function memoryOfUs(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
}

function settings(server: PostgresServer): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(server.port),
    // No socket file: its path would break the 107-byte limit in a deep folder.
    unix_socket_directories: '',
    shared_preload_libraries: 'pg_stat_statements',
    max_connections: String(server.maxConnections),
    shared_buffers: sharedBuffers(memoryOfUs()),
    wal_level: 'replica',
    max_wal_size: '2GB',
    // A dead replica's slot keeps this much at most; past it the replica is made again.
    max_slot_wal_keep_size: '1GB',
    wal_retrieve_retry_interval: '500ms',
    wal_receiver_status_interval: '1s',
    hot_standby_feedback: 'on',
    fsync: server.durable ? 'on' : 'off',
    full_page_writes: server.durable ? 'on' : 'off',
    synchronous_commit: 'on',
    track_io_timing: 'on',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %q%u@%d ',
  };
}

async function writePrivateFile(server: PostgresServer, file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 });
  const { user } = server.host;
  if (user) await chown(file, user.uid, user.gid);
}

/** Writes the settings that the server reads at its start; `ALTER SYSTEM` still wins over them. */
export async function writeSettings(
  server: PostgresServer,
  more: Record<string, string> = {},
): Promise<void> {
  const lines = Object.entries({ ...settings(server), ...more });
  const text = lines.map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`).join('');
  await writePrivateFile(server, path.join(server.folder, SETTINGS_FILE), text);
}

function hostCommand(server: PostgresServer, words: string[]): Command {
  const [file, ...args] = [...server.host.prefix, ...words];
  return {
    file: file as string,
    args,
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    cwd: server.host.root,
    user: server.host.user,
  };
}

export function postgresCommand(server: PostgresServer): Command {
  return hostCommand(server, [server.host.postgres, '-D', server.folder]);
}

/** Makes the data folder of a primary when there is none; a half-made one never gets the real name. */
export async function initialisePrimary(server: PostgresServer): Promise<void> {
  if (existsSync(server.folder)) return;
  const unfinished = { ...server, folder: `${server.folder}.unfinished` };
  await rm(unfinished.folder, { recursive: true, force: true });
  await makeFolder(unfinished);
  const passwordFile = `${server.folder}.password`;
  await writePrivateFile(server, passwordFile, server.superuserPassword);
  await runToEnd(
    hostCommand(server, [
      server.host.initdb,
      '--pgdata',
      unfinished.folder,
      '--username=postgres',
      '--encoding=UTF8',
      // Sorting and case by Unicode, the same on every system and after every upgrade.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      ...(server.durable ? [] : ['--no-sync']),
    ]),
  );
  await rm(passwordFile);
  const configuration = path.join(unfinished.folder, 'postgresql.conf');
  await writeFile(configuration, `\ninclude_if_exists = '${SETTINGS_FILE}'\n`, { flag: 'a' });
  await rename(unfinished.folder, server.folder);
}

async function makeFolder({ host, folder }: PostgresServer): Promise<void> {
  await mkdir(folder, { mode: 0o700, recursive: true });
  if (host.user) await chown(folder, host.user.uid, host.user.gid);
}

/**
 * Sets the superuser's password in a stopped data folder, for when local.env was lost but not the data.
 */
export async function resetSuperuserPassword(server: PostgresServer): Promise<void> {
  const single = [server.host.postgres, '--single', '-D', server.folder, 'postgres'];
  await runToEnd(hostCommand(server, single), `alter role postgres password '${server.superuserPassword}'\n`);
}

/**
 * Clears what a killed server left behind: a postmaster of this very folder that still lives is stopped,
 * a postmaster.pid whose number now belongs to someone else is removed (PostgreSQL would refuse to start).
 */
export async function clearStalePostmaster(server: PostgresServer): Promise<void> {
  const pidFile = path.join(server.folder, 'postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return;
  if (!(await worksIn(pid, server.folder))) return rm(pidFile, { force: true });
  sendSignal(pid, 'SIGINT');
  for (let waitedMs = 0; isAlive(pid); waitedMs += 50) {
    if (waitedMs === 10_000) sendSignal(pid, 'SIGKILL');
    await delay(50);
  }
}

/** Runs `work` on one connection; a short connect timeout, so that it can serve as a probe. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

export async function acceptsConnections(url: string): Promise<boolean> {
  return withClient(url, (client) => client.query('select 1')).then(
    () => true,
    () => false,
  );
}
