import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Image } from './build-images.ts';

/** A started image: its program alone, on a PATH with nothing but Node, as a user who owns none of its files. */
export type Container = {
  pid: number;
  /** From the start until the image's HEALTHCHECK was content. */
  healthyAfterMs: number;
  output(): string;
  /** Asks it to stop, as `docker stop` does; gives the exit code. */
  stop(): Promise<number | null>;
};

type StartOptions = {
  env: Record<string, string>;
  /** A folder with `node` in it. */
  bin: string;
};

const HEALTHY_WITHIN_MS = 60_000;
const CHECK_EVERY_MS = 100;
/** The user `node` of Node's official images; only root may start a process as somebody else. */
const USER = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};

function launch(words: string[], image: Image, { env, bin }: StartOptions) {
  const [program = '', ...args] = words;
  return spawn(program, args, {
    cwd: path.join(image.root, image.workdir),
    env: { HOME: '/home/node', ...image.env, ...env, PATH: bin },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...USER,
  });
}

function collect(child: ReturnType<typeof launch>): () => string {
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return () => output;
}

/** Runs a command of the image, its CMD when none is given, to its end. */
export async function runContainer(
  image: Image,
  options: StartOptions & { command?: string[] },
): Promise<{ code: number | null; output: string }> {
  const child = launch(options.command ?? image.command, image, options);
  const output = collect(child);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: output() };
}

async function isHealthy(image: Image, options: StartOptions): Promise<boolean> {
  const { code } = await runContainer(image, {
    ...options,
    command: image.healthcheck ?? ['no-healthcheck'],
  });
  return code === 0;
}

/** Starts the image's CMD and waits until its HEALTHCHECK is content. @throws Error with its output when it is not. */
export async function startContainer(image: Image, options: StartOptions): Promise<Container> {
  const begun = performance.now();
  const child = launch(image.command, image, options);
  const output = collect(child);
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    const [code] = (await exited) as [number | null];
    return code;
  };
  while (!(await isHealthy(image, options))) {
    if (child.exitCode !== null || performance.now() - begun > HEALTHY_WITHIN_MS) {
      child.kill('SIGKILL');
      throw new Error(`${image.command.join(' ')} did not become healthy.\n${output()}`);
    }
    await delay(CHECK_EVERY_MS);
  }
  return { pid: child.pid ?? 0, healthyAfterMs: performance.now() - begun, output, stop };
}
