import { setTimeout as delay } from 'node:timers/promises';
import { lastLines } from './log-file.ts';
import { type Command, type RunningProcess, sendSignal, startProcess, stopProcess } from './process.ts';
import { StackError } from './stack-error.ts';

/** What the supervisor must know of one process. */
export type Part = {
  name: string;
  logFile: string;
  /** Runs before every start; `startedBadly`: the start before never became ready or lost its health. */
  prepare?: (startedBadly: boolean) => Promise<void>;
  command: () => Command | Promise<Command>;
  ready: () => Promise<boolean>;
  readyTimeoutMs: number;
  /** Asked every second once ready; when it stays false for `graceMs` the process is started anew. */
  health?: { probe: () => Promise<boolean>; graceMs: number };
  stopSignal: NodeJS.Signals;
  stopTimeoutMs: number;
};

export type PartState = { name: string; pid: number | undefined; ready: boolean };

type Listeners = { changed: () => void; notice: (text: string) => void };

/** How one run of the process ended. */
type Run = { why: string; readyForMs: number; badly: boolean };

const FIRST_BACKOFF_MS = 200;
const LONGEST_BACKOFF_MS = 10_000;
const HEALTHY_AFTER_MS = 30_000;
const PROBE_EVERY_MS = 50;
const HEALTH_EVERY_MS = 1_000;
const FIRST_TRIES = 5;
const CRASH_LOOP = 3;
const LINES_SHOWN = 15;

/** Pause after so many failures in a row: 200 ms, doubling to 10 s. */
export function backoffMs(failures: number): number {
  return Math.min(FIRST_BACKOFF_MS * 2 ** (failures - 1), LONGEST_BACKOFF_MS);
}

function pause(ms: number, until: AbortSignal): Promise<void> {
  return delay(ms, undefined, { signal: until }).catch(() => {});
}

/** Keeps one process running until it is stopped. */
export class SupervisedPart {
  readonly #part: Part;
  readonly #listeners: Listeners;
  readonly #stopping = new AbortController();
  readonly #firstReady = Promise.withResolvers<void>();
  #running: RunningProcess | undefined;
  #readySince: number | undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor(part: Part, listeners: Listeners) {
    this.#part = part;
    this.#listeners = listeners;
  }

  get state(): PartState {
    return { name: this.#part.name, pid: this.#running?.pid, ready: this.#readySince !== undefined };
  }

  /**
   * Resolves when the process is ready for the first time.
   * @throws StackError with the end of its log when five starts in a row failed before, or when it was stopped.
   */
  start(): Promise<void> {
    const stoppedBefore = new StackError(`${this.#part.name} was stopped before it was ready.`);
    this.#ended = this.#keepRunning().then(
      () => this.#firstReady.reject(stoppedBefore),
      this.#firstReady.reject,
    );
    return this.#firstReady.promise;
  }

  /** Asks the process to stop, kills it when it takes too long; resolves when it is gone for good. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const { stopSignal: signal, stopTimeoutMs: timeoutMs } = this.#part;
    if (this.#running) await stopProcess(this.#running, { signal, timeoutMs });
    await this.#ended;
  }

  kill(): void {
    this.#stopping.abort();
    if (this.#running) sendSignal(this.#running.pid, 'SIGKILL');
  }

  async #keepRunning(): Promise<void> {
    let failures = 0;
    let wasReady = false;
    let startedBadly = false;
    for (;;) {
      const run = await this.#runOnce(startedBadly);
      if (this.#stopping.signal.aborted) return;
      wasReady ||= run.readyForMs > 0;
      startedBadly = run.badly;
      failures = run.readyForMs >= HEALTHY_AFTER_MS ? 1 : failures + 1;
      if (!wasReady && failures === FIRST_TRIES) throw await this.#startError(run.why);
      if (wasReady) await this.#tell(run.why, failures);
      await pause(backoffMs(failures), this.#stopping.signal);
    }
  }

  async #startError(why: string): Promise<StackError> {
    const { name, logFile } = this.#part;
    return new StackError(`${name} does not start: it ${why}\n${await lastLines(logFile, LINES_SHOWN)}`);
  }

  async #tell(why: string, failures: number): Promise<void> {
    const { name, logFile } = this.#part;
    this.#listeners.notice(`${name} ${why}; it starts again in ${backoffMs(failures)} ms`);
    if (failures === CRASH_LOOP) this.#listeners.notice(await lastLines(logFile, LINES_SHOWN));
  }

  async #runOnce(startedBadly: boolean): Promise<Run> {
    let command: Command;
    try {
      await this.#part.prepare?.(startedBadly);
      command = await this.#part.command();
    } catch (error) {
      return {
        why: `could not be prepared: ${(error as Error).message}`,
        readyForMs: 0,
        badly: startedBadly,
      };
    }
    if (this.#stopping.signal.aborted) return { why: 'was stopped', readyForMs: 0, badly: false };
    return this.#runProcess(startProcess(command, this.#part));
  }

  async #runProcess(running: RunningProcess): Promise<Run> {
    this.#running = running;
    this.#listeners.changed();
    const over = new AbortController();
    void running.exited.then(() => over.abort());
    const complaint = await this.#watch(over.signal);
    if (complaint) {
      const { stopSignal: signal, stopTimeoutMs: timeoutMs } = this.#part;
      await stopProcess(running, { signal, timeoutMs });
    }
    const exit = await running.exited;
    // What it has started itself goes with it: node --watch has a child.
    sendSignal(-running.pid, 'SIGKILL');
    const readyForMs = this.#readySince === undefined ? 0 : performance.now() - this.#readySince;
    this.#running = undefined;
    this.#readySince = undefined;
    this.#listeners.changed();
    const ended = exit.signal ? `was ended by ${exit.signal}` : `exited with code ${exit.code}`;
    return { why: complaint ?? ended, readyForMs, badly: complaint !== undefined || readyForMs === 0 };
  }

  /** Gives the reason to end the process, or undefined when there is none (any more). */
  async #watch(over: AbortSignal): Promise<string | undefined> {
    const { readyTimeoutMs, health } = this.#part;
    if (!(await this.#becomesReady(over))) {
      return over.aborted ? undefined : `was not ready after ${readyTimeoutMs / 1000} s`;
    }
    this.#readySince = performance.now();
    this.#firstReady.resolve();
    this.#listeners.changed();
    if (!health || (await this.#staysHealthy(health, over))) return undefined;
    return 'ran on without doing its work';
  }

  async #becomesReady(over: AbortSignal): Promise<boolean> {
    const deadline = performance.now() + this.#part.readyTimeoutMs;
    while (!over.aborted && performance.now() < deadline) {
      if (await this.#part.ready()) return !over.aborted;
      await pause(PROBE_EVERY_MS, over);
    }
    return false;
  }

  async #staysHealthy(health: NonNullable<Part['health']>, over: AbortSignal): Promise<boolean> {
    let lastSeenWell = performance.now();
    while (!over.aborted) {
      await pause(HEALTH_EVERY_MS, over);
      if (over.aborted || (await health.probe())) lastSeenWell = performance.now();
      else if (performance.now() - lastSeenWell > health.graceMs) return false;
    }
    return true;
  }
}
