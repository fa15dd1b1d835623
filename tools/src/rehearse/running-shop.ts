import { once } from 'node:events';
import { readLocalEnv } from '../stack/local-env.ts';
import { findLockHolder } from '../stack/lock.ts';
import { readRestartReport } from '../stack/restart-report.ts';
import { dataDirOf } from '../stack/settings.ts';
import { StackError } from '../stack/stack-error.ts';
import { listenForStop } from '../stack/stop-request.ts';
import { type OwnShop, startOwnShop } from './own-shop.ts';
import { Interrupted } from './rehearsal.ts';

/** A shop in which a rehearsal takes place. */
export type RehearsalShop = {
  apiUrl: string;
  dataDir: string;
  /** Started for the rehearsal alone: nothing is in it but what the rehearsal does. */
  isOwn: boolean;
  /** The contents of local.env. */
  env: Record<string, string>;
};

/**
 * Gives the work the shop of DATA_DIR when one runs there, else one of its own in a temporary folder, on free ports and
 * without rate limits, which is removed after. Ctrl-C raises `stopped`, and the work is not waited for.
 * @throws StackError when the shop is not ready or cannot be started. @throws Interrupted after Ctrl-C
 */
export async function useShop<T>(
  work: (shop: RehearsalShop, stopped: AbortSignal) => Promise<T>,
): Promise<T> {
  const dataDir = dataDirOf(process.env);
  if ((await findLockHolder(dataDir)) === undefined) {
    console.log('No shop runs here: one is started for the rehearsal ...');
    return useOwnShop(work);
  }
  const { stopped, interrupted } = listenForCtrlC();
  return Promise.race([interrupted, work(await openShop(dataDir, { isOwn: false }), stopped)]);
}

/** The same, always in a shop of its own. `program`: what starts it. */
export async function useOwnShop<T>(
  work: (shop: RehearsalShop, stopped: AbortSignal, own: OwnShop) => Promise<T>,
  program?: string,
): Promise<T> {
  const { stopped, interrupted } = listenForCtrlC();
  const own = await startOwnShop(stopped, program);
  try {
    return await Promise.race([
      interrupted,
      work(await openShop(own.dataDir, { isOwn: true }), stopped, own),
    ]);
  } finally {
    await own.remove();
  }
}

function listenForCtrlC(): { stopped: AbortSignal; interrupted: Promise<never> } {
  const stop = new AbortController();
  listenForStop().once('first', () => stop.abort(new Interrupted('stopped')));
  const interrupted = once(stop.signal, 'abort').then(() => Promise.reject(stop.signal.reason));
  // While the shop starts nobody awaits it yet.
  interrupted.catch(() => {});
  return { stopped: stop.signal, interrupted };
}

async function openShop(dataDir: string, { isOwn }: { isOwn: boolean }): Promise<RehearsalShop> {
  if (!readRestartReport(dataDir)) {
    throw new StackError(`The shop on ${dataDir} is not ready. Wait until it is, then type the same again.`);
  }
  const env = await readLocalEnv(dataDir);
  return {
    apiUrl: env.API_URL ?? '',
    dataDir,
    isOwn,
    env,
  };
}
