import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunningProcess, startProcess, stopProcess } from '../stack/process.ts';
import type { Image } from './build-images.ts';

/** A started image: its program alone, on a PATH with nothing but Node, as a user who owns none of its files. */
export type Container = {
  pid: number;
  /** From the start until the image's HEALTHCHECK was content. */
  healthyAfterMs: number;
  /** Asks it to stop, as `docker stop` does, and kills what does not; gives the exit code. */
  stop(): Promise<number | null>;
};

export type StartOptions = {
  env: Record<string, string>;
  /** A folder with `node` in it. */
  bin: string;
  /** A folder for what is printed. */
  logs: string;
};

type Launched = RunningProcess & { output: () => Promise<string> };

const HEALTHY_WITHIN_MS = 60_000;
const CHECK_EVERY_MS = 100;
const STOP = { signal: 'SIGTERM', timeoutMs: 30_000 } as const;
/** The user `node` of Node's official images; only root may start a process as somebody else. */
const USER = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : undefined;

function launch(words: string[], image: Image, { env, bin, logs }: StartOptions): Launched {
  const logFile = path.join(logs, `${randomUUID()}.log`);
  const command = {
    // The way to the program needs more than the PATH that the program has.
    file: 'env',
    args: [`PATH=${bin}`, ...words],
    cwd: path.join(image.root, image.workdir),
    // Ours may lead through folders of root's that the image's user cannot enter.
    env: { HOME: '/home/node', ...image.env, ...env, PATH: `${process.env.PATH}:/usr/bin:/bin` },
    user: USER,
  };
  const running = startProcess(command, { logFile, stopSignal: STOP.signal });
  return { ...running, output: () => readFile(logFile, 'utf8') };
}

/** Runs a command of the image, its CMD when none is given, to its end. */
export async function runContainer(
  image: Image,
  options: StartOptions & { command?: string[] },
): Promise<{ code: number | null; output: string }> {
  const launched = launch(options.command ?? image.command, image, options);
  const { code } = await launched.exited;
  return { code, output: await launched.output() };
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
  const launched = launch(image.command, image, options);
  let hasExited = false;
  void launched.exited.then(() => {
    hasExited = true;
  });
  while (!(await isHealthy(image, options))) {
    if (hasExited || performance.now() - begun > HEALTHY_WITHIN_MS) {
      await stopProcess(launched, STOP);
      throw new Error(`${image.command.join(' ')} did not become healthy.\n${await launched.output()}`);
    }
    await delay(CHECK_EVERY_MS);
  }
  const healthyAfterMs = performance.now() - begun;
  const stop = async () => {
    await stopProcess(launched, STOP);
    return (await launched.exited).code;
  };
  return { pid: launched.pid, healthyAfterMs, stop };
}
