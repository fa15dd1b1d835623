import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { newShopOptions, removeShop, startShop } from '@holdfast/e2e/start-shop';

export type BenchShop = {
  apiUrl: string;
  /** The addresses and credentials of all parts, from local.env. */
  env: Record<string, string>;
  /** Name -> pid of each part, as it is now. */
  pids(): Record<string, number>;
};

function readJson(file: string): Record<string, number> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The shop that runs on this data folder, if one does. */
function findRunning(dataDir: string): BenchShop | undefined {
  const pids = () => readJson(path.join(dataDir, 'processes.json'));
  try {
    if (!isAlive(pids()['api-1'] ?? 0)) return undefined;
    const env = parseEnv(readFileSync(path.join(dataDir, 'local.env'), 'utf8')) as Record<string, string>;
    return { apiUrl: env.API_URL ?? '', env, pids };
  } catch {
    return undefined;
  }
}

/** Rejects at Ctrl-C, or when the process is told to end in another way. */
async function untilStopped(): Promise<never> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  throw new Error('The run was stopped before its end.');
}

/** A shop for this run alone, gone after it, also when it is stopped before its end. */
async function withOwnShop<T>(work: (shop: BenchShop) => Promise<T>): Promise<T> {
  const stopped = untilStopped();
  // It may come while nobody waits for it yet.
  stopped.catch(() => {});
  const options = await newShopOptions();
  try {
    const shop = await startShop(options);
    try {
      return await Promise.race([work(shop), stopped]);
    } finally {
      await shop.stop();
    }
  } finally {
    await removeShop(options.dataDir);
  }
}

/** Works with the shop that runs on DATA_DIR (.data); with one of its own when none does. */
export async function withShop<T>(work: (shop: BenchShop) => Promise<T>): Promise<T> {
  const dataDir = process.env.DATA_DIR ?? path.join(import.meta.dirname, '../../../.data');
  const running = findRunning(dataDir);
  return running ? work(running) : withOwnShop(work);
}
