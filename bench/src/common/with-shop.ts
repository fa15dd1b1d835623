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

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Where /proc/PID/stat has the moment of a process's start, counted from what follows the name: proc_pid_stat(5). */
const START_MOMENT = 19;

/** @throws Error when there is no such process */
function startMoment(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_MOMENT];
}

/** The shop that runs on this data folder, if one does. Its lock tells it from a later process with its pid. */
export function findRunning(dataDir: string): BenchShop | undefined {
  try {
    const holder = readJson(path.join(dataDir, 'stack.lock')) as { pid: number; moment: string };
    if (startMoment(holder.pid) !== holder.moment) return undefined;
    const env = parseEnv(readFileSync(path.join(dataDir, 'local.env'), 'utf8')) as Record<string, string>;
    const pids = () => readJson(path.join(dataDir, 'processes.json')) as Record<string, number>;
    return { apiUrl: env.API_URL ?? '', env, pids };
  } catch {
    return undefined;
  }
}

/** Rejects at Ctrl-C, or when the process is told to end in another way; what comes again does not hinder the clean-up. */
function untilStopped(): Promise<never> {
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(new Error('The run was stopped before its end.'));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
  // It may come while nobody waits for it yet.
  stopped.catch(() => {});
  return stopped;
}

/** Works with a shop for this run alone, gone after it, also when it is stopped before its end. */
export async function withOwnShop<T>(work: (shop: BenchShop) => Promise<T>): Promise<T> {
  const stopped = untilStopped();
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
  return running ? Promise.race([work(running), untilStopped()]) : withOwnShop(work);
}
