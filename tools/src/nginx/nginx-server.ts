import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { answersWell } from '../stack/answers-well.ts';
import { lastLines } from '../stack/log-file.ts';
import { type Command, startProcess, stopProcess } from '../stack/process.ts';
import { REPOSITORY } from '../stack/repository.ts';
import { StackError } from '../stack/stack-error.ts';
import { findNginx } from './nginx-binary.ts';

const DEPLOYED = path.join(REPOSITORY, 'deploy/nginx');
const READY_WITHIN_MS = 10_000;
const ASK_EVERY_MS = 20;

export type NginxOptions = {
  /** Absolute and there; gets the configuration and all that nginx writes. */
  folder: string;
  /** Ports on this machine: nginx's own, and those of its upstreams. */
  port: number;
  api: number[];
  web: number[];
  /** Instead of the deployed servers/outer-proxy.conf. */
  outerProxy?: string;
};

/** A line of the access log: what is of several upstreams has commas between. */
export type AccessLine = {
  time: string;
  requestId: string;
  method: string;
  path: string;
  status: number;
  bytes: number;
  seconds: number;
  upstream: string;
  upstreamStatus: string;
  connectSeconds: string;
  headSeconds: string;
  answerSeconds: string;
};

export type Nginx = {
  url: string;
  /** The access log, oldest first. A request's line may come a moment after its answer. */
  readAccessLog(): Promise<AccessLine[]>;
  stop(): Promise<void>;
};

/** The deployed nginx.conf beside server files of this machine: without DNS, so that an older nginx will do. */
async function writeConfiguration(options: NginxOptions): Promise<void> {
  const servers = path.join(options.folder, 'servers');
  await mkdir(servers, { recursive: true });
  await mkdir(path.join(options.folder, 'run'), { recursive: true });
  await copyFile(path.join(DEPLOYED, 'nginx.conf'), path.join(options.folder, 'nginx.conf'));
  const outerProxy =
    options.outerProxy ?? (await readFile(path.join(DEPLOYED, 'servers/outer-proxy.conf'), 'utf8'));
  const files = {
    'listen.conf': `listen 127.0.0.1:${options.port};`,
    'api.conf': serverLines(options.api),
    'web.conf': serverLines(options.web),
    'outer-proxy.conf': outerProxy,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(servers, name), `${text}\n`);
}

function serverLines(ports: number[]): string {
  return ports.map((port) => `server 127.0.0.1:${port} max_fails=0;`).join('\n');
}

async function nginxCommand(folder: string): Promise<Command> {
  const { file, env } = await findNginx();
  // As root nginx would read and write as `nobody`, who may not enter this folder.
  const user = process.getuid?.() === 0 ? 'user root; ' : '';
  const args = ['-p', folder, '-c', path.join(folder, 'nginx.conf'), '-e', 'stderr'];
  return {
    file,
    args: [...args, '-g', `${user}daemon off;`],
    env: { PATH: process.env.PATH, ...env },
    cwd: folder,
  };
}

/**
 * Runs the deployed nginx.conf under a real nginx on this machine.
 * @throws StackError in nginx's words when it does not accept the configuration.
 */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  const { folder, port } = options;
  await writeConfiguration(options);
  const logFile = path.join(folder, 'nginx.log');
  const running = startProcess(await nginxCommand(folder), { logFile, stopSignal: 'SIGTERM' });
  const stop = () => stopProcess(running, { signal: 'SIGTERM', timeoutMs: 5_000 });
  const url = `http://127.0.0.1:${port}`;
  const ended = new AbortController();
  void running.exited.then(() => ended.abort());
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!(await answersWell(`${url}/health/front`))) {
    if (ended.signal.aborted || performance.now() > deadline) {
      await stop();
      throw new StackError(`nginx does not start.\n${await lastLines(logFile, 10)}`);
    }
    await delay(ASK_EVERY_MS);
  }
  return { url, readAccessLog: () => readAccessLog(logFile), stop };
}

async function readAccessLog(file: string): Promise<AccessLine[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as AccessLine);
}
