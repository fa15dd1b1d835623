import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Redis } from 'ioredis';
import type { Command } from './process.ts';
import type { RedisBinary } from './redis-binary.ts';

/** One embedded Redis: `queue` loses nothing it has acknowledged for a second, `cache` forgets what it must. */
export type RedisServer = {
  binary: RedisBinary;
  kind: 'queue' | 'cache';
  /** Folder of its configuration and data, absolute. */
  folder: string;
  port: number;
  password: string;
};

const SETTINGS = {
  queue: ['appendonly yes', 'appendfsync everysec', 'maxmemory-policy noeviction'],
  cache: ['appendonly no', 'maxmemory 256mb', 'maxmemory-policy allkeys-lru'],
};

export function redisUrl(server: RedisServer): string {
  return `redis://:${server.password}@127.0.0.1:${server.port}/0`;
}

/** Writes the server's configuration (with its password, hence 0600). */
export async function prepareRedis(server: RedisServer, more: string[] = []): Promise<void> {
  await mkdir(server.folder, { recursive: true, mode: 0o700 });
  const lines = [
    'bind 127.0.0.1',
    `port ${server.port}`,
    `requirepass ${server.password}`,
    `dir "${server.folder}"`,
    'save ""',
    // The process keeps its command line, by which the next start knows it as ours.
    'set-proc-title no',
    ...SETTINGS[server.kind],
    ...more,
  ];
  await writeFile(path.join(server.folder, 'redis.conf'), `${lines.join('\n')}\n`, { mode: 0o600 });
}

export function redisCommand({ binary, folder }: RedisServer): Command {
  const libraries = binary.libraryPath ? { LD_LIBRARY_PATH: binary.libraryPath } : {};
  return {
    file: binary.file,
    args: [path.join(folder, 'redis.conf')],
    env: { PATH: process.env.PATH, LC_ALL: 'C', ...libraries },
    cwd: folder,
  };
}

/** Whether the server answers and has loaded its data. */
export async function redisAnswers(url: string): Promise<boolean> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 1_000,
    retryStrategy: () => null,
    enableReadyCheck: false,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}
