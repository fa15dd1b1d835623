import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startMoment } from './process-table.ts';
import { StackError } from './stack-error.ts';

type Holder = { pid: number; moment: string | undefined };

function lockFile(dataDir: string): string {
  return path.join(dataDir, 'stack.lock');
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

async function isRunning(holder: Holder | undefined): Promise<boolean> {
  if (!holder) return false;
  const moment = await startMoment(holder.pid);
  return moment !== undefined && moment === holder.moment;
}

/** The process whose stack runs on this data folder now. */
export async function findLockHolder(dataDir: string): Promise<number | undefined> {
  const holder = await readHolder(lockFile(dataDir));
  return (await isRunning(holder)) ? holder?.pid : undefined;
}

/** Moves a dead process's lock away. Two may try at once: the move of one of them finds nothing or a new lock. */
async function removeStaleLock(file: string): Promise<void> {
  const aside = `${file}.${process.pid}.stale`;
  await rename(file, aside).catch(() => {});
  if (await isRunning(await readHolder(aside))) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}

/**
 * Makes this process the only one that runs a stack on the data folder; `release` gives it back.
 * @throws StackError that names the process which has it.
 */
export async function takeLock(dataDir: string): Promise<{ release: () => Promise<void> }> {
  const file = lockFile(dataDir);
  const mine = `${file}.${process.pid}`;
  const holder: Holder = { pid: process.pid, moment: await startMoment(process.pid) };
  await writeFile(mine, JSON.stringify(holder));
  try {
    for (let tries = 0; tries < 5; tries += 1) {
      const other = await findLockHolder(dataDir);
      if (other !== undefined) {
        throw new StackError(
          `Holdfast runs already on ${dataDir} (process ${other}). Stop it, or start another on its own folder and ports: DATA_DIR=.data2 WEB_PORT=3100 API_PORT=4100 METRICS_PORT=9564 npm start`,
        );
      }
      await removeStaleLock(file);
      const linked = await link(mine, file).then(
        () => true,
        () => false,
      );
      if (linked) return { release: () => rm(file, { force: true }) };
    }
    throw new StackError(`The lock ${file} could not be taken.`);
  } finally {
    await rm(mine, { force: true });
  }
}
