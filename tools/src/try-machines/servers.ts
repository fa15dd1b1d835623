import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { postgresPart, redisPart } from '../stack/embedded-parts.ts';
import { prepareLogFile } from '../stack/log-file.ts';
import { findFreePort, isPortFree } from '../stack/ports.ts';
import { type PostgresServer, superuserUrl, withClient } from '../stack/postgres.ts';
import { findPostgresHost, type PostgresHost } from '../stack/postgres-host.ts';
import { type RedisServer, redisUrl } from '../stack/redis.ts';
import { findRedisBinary } from '../stack/redis-binary.ts';
import { REDIS_CACHE_FOLDER } from '../stack/repository.ts';
import { runEach } from '../stack/run-each.ts';
import { Supervisor } from '../stack/supervisor.ts';

const USUAL_PORTS = { postgres: 5432, redis: 6379 };
/** Of the databases that a Redis has by number; not the first one, which everybody takes. */
const REDIS_DATABASE = 3;

/** A PostgreSQL and a Redis that are somebody's own. */
export type Servers = {
  /** What is given to Holdfast: an ordinary role that owns its database, a Redis with a password and a number. */
  given: { DATABASE_URL: string; REDIS_URL: string };
  /** How often anybody but us has connected since they run. */
  connections: () => Promise<{ postgres: number; redis: number }>;
  stop: () => Promise<void>;
};

type Context = { folder: string; host: PostgresHost; password: string; supervisor: Supervisor };

async function startPostgres({ folder, host, password, supervisor }: Context, port: number) {
  const server: PostgresServer = {
    host,
    folder: path.join(host.root, 'postgres'),
    port,
    superuserPassword: password,
    durable: false,
    maxConnections: 100,
  };
  const log = await prepareLogFile(folder, 'postgres');
  await supervisor.start(postgresPart(server, log));
  await withClient(superuserUrl(server), async (client) => {
    await client.query(`create role shopkeeper login password '${password}'`);
    await client.query('create database shop owner shopkeeper');
    await client.query('alter system set log_connections = on');
    await client.query('select pg_reload_conf()');
  });
  return {
    url: `postgresql://shopkeeper:${password}@127.0.0.1:${port}/shop`,
    connections: async () => (await readFile(log, 'utf8')).split('connection received').length - 1,
  };
}

async function startRedis({ folder, password, supervisor }: Context, port: number) {
  const binary = await findRedisBinary(REDIS_CACHE_FOLDER);
  const server: RedisServer = { binary, kind: 'queue', folder: path.join(folder, 'redis'), port, password };
  await supervisor.start(redisPart(server, await prepareLogFile(folder, 'redis')));
  const watcher = new Redis(redisUrl(server));
  const connections = async () => {
    const stats = await watcher.info('stats');
    return Number(/^total_connections_received:(\d+)/m.exec(stats)?.[1]);
  };
  const url = new URL(redisUrl(server));
  url.pathname = `/${REDIS_DATABASE}`;
  return { url: url.href, connections, close: () => watcher.disconnect() };
}

/** Why servers cannot stand on their usual ports here; undefined when they can. */
export async function whyNoUsualPorts(): Promise<string | undefined> {
  for (const port of Object.values(USUAL_PORTS)) {
    if (!(await isPortFree(port))) return `port ${port} is taken`;
  }
  return undefined;
}

/** Starts real servers on their usual ports or on free ones. `stop` removes every trace of them. */
export async function startServers(where: 'usual' | 'given'): Promise<Servers> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-try-servers-'));
  const host = await findPostgresHost(folder);
  const password = randomBytes(8).toString('hex');
  const context = { folder, host, password, supervisor: new Supervisor() };
  const freePorts = async () => ({ postgres: await findFreePort(), redis: await findFreePort() });
  const ports = where === 'usual' ? USUAL_PORTS : await freePorts();
  const stopServers = () =>
    runEach([
      () => context.supervisor.stop({ first: [], last: [] }),
      () => rm(folder, { recursive: true, force: true }),
      () => rm(host.root, { recursive: true, force: true }),
    ]);
  try {
    const postgres = await startPostgres(context, ports.postgres);
    const redis = await startRedis(context, ports.redis);
    const stop = async () => {
      redis.close();
      await stopServers();
    };
    const connections = async () => ({
      postgres: await postgres.connections(),
      redis: await redis.connections(),
    });
    return { given: { DATABASE_URL: postgres.url, REDIS_URL: redis.url }, connections, stop };
  } catch (error) {
    await stopServers();
    throw error;
  }
}
