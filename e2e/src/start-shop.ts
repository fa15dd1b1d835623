import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { freePort } from './budget/free-port.ts';

const START = path.join(import.meta.dirname, '../../tools/src/start.ts');
const RESET = path.join(import.meta.dirname, '../../tools/src/reset.ts');
const READY_WITHIN_MS = 120_000;

/** The whole product, as `npm start` runs it, in a data folder and on ports of its own. */
export type RunningShop = {
  dataDir: string;
  /** What a browser opens: the front, before the API and the web app. */
  webUrl: string;
  /** The API itself. */
  apiUrl: string;
  /** The addresses and credentials of all parts, from local.env. */
  env: Record<string, string>;
  /** The process that holds all others. */
  supervisor: ChildProcess;
  /** All that it printed. */
  output(): string;
  /** Name -> pid of each part, as it is now. */
  pids(): Record<string, number>;
  /** Ctrl-C. Resolves with the exit code. */
  stop(): Promise<number | null>;
};

export type StartOptions = { dataDir: string; webPort: number; apiPort: number; metricsPort: number };

export async function newShopOptions(): Promise<StartOptions> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'holdfast-e2e-'));
  return { dataDir, webPort: await freePort(), apiPort: await freePort(), metricsPort: await freePort() };
}

/** Removes a stopped shop; the reset knows where its databases are when the user postgres keeps them elsewhere. */
export async function removeShop(dataDir: string): Promise<void> {
  const env = { ...withoutVitest(process.env), DATA_DIR: dataDir };
  await promisify(execFile)(process.execPath, [RESET, '--yes'], { env });
  await rm(dataDir, { recursive: true, force: true });
}

/** Starts the product and waits until it says that it is ready. */
export async function startShop(options: StartOptions): Promise<RunningShop> {
  const supervisor = spawn(process.execPath, [START], {
    env: {
      ...withoutVitest(process.env),
      DATA_DIR: options.dataDir,
      WEB_PORT: String(options.webPort),
      API_PORT: String(options.apiPort),
      METRICS_PORT: String(options.metricsPort),
      API_INSTANCES: '2',
      OPERATOR_EMAIL: 'operator@example.com',
      OPERATOR_PASSWORD: 'correct horse battery staple',
      RATE_LIMITS: 'off',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  supervisor.stdout.on('data', (chunk) => (output += chunk));
  supervisor.stderr.on('data', (chunk) => (output += chunk));
  await untilReady(supervisor, () => output).catch(async (error) => {
    await stop(supervisor);
    throw error;
  });
  return {
    dataDir: options.dataDir,
    webUrl: `http://localhost:${options.webPort}`,
    apiUrl: `http://127.0.0.1:${options.apiPort}`,
    env: readLocalEnv(options.dataDir),
    supervisor,
    output: () => output,
    pids: () => JSON.parse(readFileSync(path.join(options.dataDir, 'processes.json'), 'utf8')),
    stop: () => stop(supervisor),
  };
}

async function untilReady(supervisor: ChildProcess, output: () => string): Promise<void> {
  const exited = once(supervisor, 'exit');
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${why}\n${output()}`));
    const timer = setTimeout(() => fail('the shop did not become ready in time'), READY_WITHIN_MS);
    supervisor.stdout?.on('data', () => {
      if (!output().includes('Holdfast is ready')) return;
      clearTimeout(timer);
      resolve();
    });
    exited.then(() => fail('the shop ended before it was ready'), reject);
  });
}

async function stop(supervisor: ChildProcess): Promise<number | null> {
  if (supervisor.exitCode !== null || supervisor.signalCode !== null) return supervisor.exitCode;
  const exited = once(supervisor, 'exit');
  supervisor.kill('SIGINT');
  const [code] = await exited;
  return code;
}

function readLocalEnv(dataDir: string): Record<string, string> {
  const values = parseEnv(readFileSync(path.join(dataDir, 'local.env'), 'utf8'));
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']));
}

/** The product must run as a person starts it: none of the test runner's variables reach it. */
function withoutVitest(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^(VITEST|TEST|NODE_OPTIONS|NODE_ENV|DATABASE_|REDIS_|CACHE_REDIS_)/.test(name),
    ),
  );
}
