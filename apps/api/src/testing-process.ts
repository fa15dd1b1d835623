import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import type { TestShop } from '@holdfast/commerce/testing';
import { expect, vi } from 'vitest';

type Started = { child: ChildProcess; output: () => string };

/** An API process that is ready. `metrics`: where it tells of itself. */
export type ApiProcess = Started & { url: string; metrics: string };

const MAIN = path.join(import.meta.dirname, 'main.ts');
const READY_WITHIN_MS = 120_000;

const running: ChildProcess[] = [];

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}

/** A real API process, from its sources, that may not become ready. `preloads`: modules that are loaded before it. */
export function spawnApi(env: Record<string, string>, preloads: string[] = []): Started {
  const imports = preloads.map((module) => `--import=${module}`);
  const child = spawn(process.execPath, ['--conditions=@holdfast/source', ...imports, MAIN], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.push(child);
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  return { child, output: () => output };
}

/** One on the servers of a test's shop, unless `env` names others. */
export async function startApi(
  shop: TestShop,
  env: { NODE_ID: string; API_PORT: string } & Record<string, string>,
  preloads: string[] = [],
): Promise<ApiProcess> {
  const metricsPort = await freePort();
  const servers = {
    DATABASE_URL: shop.databaseUrl,
    DATABASE_REPLICA_URLS: shop.replicaUrl,
    REDIS_URL: shop.queueRedisUrl,
    CACHE_REDIS_URL: shop.cacheRedisUrl,
    APP_SECRET: shop.appSecret,
  };
  const started = spawnApi({ METRICS_PORT: String(metricsPort), ...servers, ...env }, preloads);
  const metrics = `http://127.0.0.1:${metricsPort}`;
  const requireReady = async () => {
    const status = await fetch(`${metrics}/health/ready`).then(
      (answer) => answer.status,
      () => started.output(),
    );
    expect(status).toBe(200);
  };
  await vi.waitFor(requireReady, { timeout: READY_WITHIN_MS });
  return { ...started, url: `http://127.0.0.1:${env.API_PORT}`, metrics };
}

/** Ends all that this file has started and that have not ended yet. */
export async function killApis(): Promise<void> {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
