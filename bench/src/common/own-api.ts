import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@holdfast/e2e/free-port';
import { endsWithUs, type Served } from '@holdfast/e2e/served';
import type { BenchShop } from './with-shop.ts';

export type ApiOptions = {
  /** Its name among the shop's processes, and of its log. */
  name: string;
  /** `off`: nothing is answered from a cache. */
  cacheTiers: 'on' | 'off';
};

const MAIN = path.join(import.meta.dirname, '../../../apps/api/dist/main.js');
const LOOK_EVERY_MS = 50;

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

/**
 * One more API process on the servers of a shop, as it runs in production: with limits, headers, metrics and its log, however the
 * shop itself was started. Only so is it one process alone that is measured.
 * @throws Error when it ends before it is ready
 */
export async function startOwnApi(shop: BenchShop, { name, cacheTiers }: ApiOptions): Promise<Served> {
  const port = await freePort();
  const log = path.join(shop.env.DATA_DIR ?? '', 'logs', `${name}.log`);
  const env = {
    ...process.env,
    ...shop.env,
    NODE_ENV: 'production',
    NODE_ID: name,
    NODE_ROLE: 'api',
    API_PORT: String(port),
    METRICS_PORT: String(await freePort()),
    RATE_LIMITS: 'on',
    CACHE_TIERS: cacheTiers,
  };
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', output, output] });
  const stop = endsWithUs(child);
  while (!(await answers(`http://127.0.0.1:${port}/health/ready`))) {
    if (child.exitCode !== null) throw new Error(`An API process could not be started: see ${log}`);
    await delay(LOOK_EVERY_MS);
  }
  return { port, pid: child.pid ?? 0, stop };
}
