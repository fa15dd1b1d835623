import { setTimeout as delay } from 'node:timers/promises';
import { lastLines } from '../stack/log-file.ts';
import { type Exit, type RunningProcess, sendSignal, startProcess } from '../stack/process.ts';
import { StackError } from '../stack/stack-error.ts';
import type { Part } from '../stack/supervised-part.ts';

const ASK_EVERY_MS = 50;

/** One process that nobody starts again: it is started, killed and asked to leave by hand. */
export class ClusterProcess {
  readonly #part: Part;
  #running: RunningProcess | undefined;

  constructor(part: Part) {
    this.#part = part;
  }

  /** Resolves when it is ready. @throws StackError with the end of its log when it is not in time. */
  async start(): Promise<void> {
    const { command, logFile, name, ready, readyTimeoutMs } = this.#part;
    const { env, ...rest } = await command();
    // As in production, also when a test run starts it.
    this.#running = startProcess({ ...rest, env: { ...env, NODE_ENV: 'production' } }, this.#part);
    const deadline = performance.now() + readyTimeoutMs;
    while (!(await ready())) {
      if (performance.now() > deadline) {
        throw new StackError(`${name} does not start.\n${await lastLines(logFile, 15)}`);
      }
      await delay(ASK_EVERY_MS);
    }
  }

  /** Sends a signal and resolves when the process is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Exit | undefined> {
    if (!this.#running) return undefined;
    sendSignal(this.#running.pid, signal);
    const exit = await this.#running.exited;
    this.#running = undefined;
    return exit;
  }
}
