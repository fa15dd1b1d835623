import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { processesFile } from '../stack/leftovers.ts';
import { readLocalEnv } from '../stack/local-env.ts';
import { findLockHolder } from '../stack/lock.ts';
import { readRestartReport } from '../stack/restart-report.ts';
import { dataDirOf } from '../stack/settings.ts';
import { StackError } from '../stack/stack-error.ts';
import { listenForStop } from '../stack/stop-request.ts';
import { startOwnShop } from './own-shop.ts';
import { Interrupted } from './rehearsal.ts';

/** A shop in which a rehearsal takes place. */
export type RehearsalShop = {
  apiUrl: string;
  dataDir: string;
  /** The contents of local.env. */
  env: Record<string, string>;
  /** Name -> pid of each part, as it is now. */
  pids(): Record<string, number>;
};

/**
 * Gives the work the shop of DATA_DIR when one runs there, else one of its own in a temporary folder, on free ports and
 * without rate limits, which is removed after. Ctrl-C raises `stopped`, and the work is not waited for.
 * @throws StackError when the shop is not ready or cannot be started. @throws Interrupted after Ctrl-C
 */
export async function useShop<T>(
  work: (shop: RehearsalShop, stopped: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  listenForStop().once('first', () => stop.abort(new Interrupted('stopped')));
  const interrupted = once(stop.signal, 'abort').then(() => Promise.reject(stop.signal.reason));
  const rehearse = async (dataDir: string) =>
    Promise.race([interrupted, work(await openShop(dataDir), stop.signal)]);

  const dataDir = dataDirOf(process.env);
  if ((await findLockHolder(dataDir)) !== undefined) return rehearse(dataDir);
  console.log('No shop runs here: one is started for the rehearsal ...');
  const own = await startOwnShop();
  try {
    return await rehearse(own.dataDir);
  } finally {
    await own.remove();
  }
}

async function openShop(dataDir: string): Promise<RehearsalShop> {
  if (!readRestartReport(dataDir)) {
    throw new StackError(`The shop on ${dataDir} is not ready. Wait until it is, then type the same again.`);
  }
  const env = await readLocalEnv(dataDir);
  return {
    apiUrl: env.API_URL ?? '',
    dataDir,
    env,
    pids: () => JSON.parse(readFileSync(processesFile(dataDir), 'utf8')) as Record<string, number>,
  };
}
