import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { findFreePort } from '../stack/ports.ts';
import { StackError } from '../stack/stack-error.ts';

const START = path.join(import.meta.dirname, '../start.ts');
const RESET = path.join(import.meta.dirname, '../reset.ts');
const READY_WITHIN_MS = 300_000;
const LINES_SHOWN = 20;

/** A shop that was started for a rehearsal. */
export type OwnShop = {
  dataDir: string;
  /** The process that holds all others. */
  supervisor: ChildProcess;
  /** Stops it and deletes all of it. */
  remove(): Promise<void>;
};

/**
 * Starts a shop in a temporary folder, as `npm start` does, and waits until it is ready. `program`: what starts it.
 * @throws StackError, and the reason of `stopped` when that comes before; nothing is left of the shop then
 */
export async function startOwnShop(stopped: AbortSignal, program = START): Promise<OwnShop> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'holdfast-rehearsal-'));
  const env = await ownEnvironment(dataDir);
  // The channel tells the shop when we are gone, so that it never outlives us.
  const supervisor = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const remove = async () => {
    try {
      await stop(supervisor);
      // The reset knows where the databases are when the user postgres keeps them elsewhere.
      await promisify(execFile)(process.execPath, [RESET, '--yes'], { env });
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  };
  try {
    await untilReady(supervisor, stopped);
  } catch (error) {
    await remove();
    throw error;
  }
  return { dataDir, supervisor, remove };
}

/**
 * Servers that the environment gives are somebody's: a rehearsal fills and may break those it uses, and its mails are for
 * nobody. And faults know the shop's APIs by their names.
 */
const NOT_INHERITED = /^(DATABASE_|REDIS_|CACHE_REDIS_|SMTP_|API_INSTANCES$)/;

async function ownEnvironment(dataDir: string): Promise<NodeJS.ProcessEnv> {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name));
  return {
    ...Object.fromEntries(inherited),
    DATA_DIR: dataDir,
    WEB_PORT: String(await findFreePort()),
    API_PORT: String(await findFreePort()),
    METRICS_PORT: String(await findFreePort()),
    RATE_LIMITS: 'off',
  };
}

async function untilReady(supervisor: ChildProcess, stopped: AbortSignal): Promise<void> {
  const lastLines: string[] = [];
  const ready = Promise.withResolvers<void>();
  const stopReading = readLines(supervisor, (line) => {
    lastLines.push(line);
    if (lastLines.length > LINES_SHOWN) lastLines.shift();
    if (line.includes('Holdfast is ready')) ready.resolve();
  });
  const ended = once(supervisor, 'exit').then(() => 'it ended');
  const late = once(AbortSignal.timeout(READY_WITHIN_MS), 'abort').then(() => 'it was not ready in time');
  const unwanted = once(stopped, 'abort').then(() => 'it was stopped');
  const failure = await Promise.race([ready.promise, ended, late, unwanted]);
  stopReading();
  stopped.throwIfAborted();
  if (!failure) return;
  throw new StackError(
    `The shop of the rehearsal could not be started: ${failure}.\n${lastLines.join('\n')}`,
  );
}

/** Reads what the process prints. @returns what ends that; the process may print on. */
function readLines({ stdout, stderr }: ChildProcess, read: (line: string) => void): () => void {
  const outputs = [stdout as Readable, stderr as Readable];
  const readers = outputs.map((input) => createInterface({ input }).on('line', read));
  return () => {
    for (const reader of readers) reader.close();
    for (const output of outputs) output.resume();
  };
}

async function stop(supervisor: ChildProcess): Promise<void> {
  if (supervisor.exitCode !== null || supervisor.signalCode !== null) return;
  const exited = once(supervisor, 'exit');
  supervisor.kill('SIGINT');
  await exited;
}
