import { once } from 'node:events';
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
  /** Gives back what is held for the process; called when it has died and when it is to stop for good. */
  letGo?: () => void;
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

/** What a process has started itself goes with it: node --watch has a child. */
function endChildren({ pid }: RunningProcess): void {
  sendSignal(-pid, 'SIGKILL');
}

function endOf({ exited }: RunningProcess): AbortSignal {
  const end = new AbortController();
  void exited.then(() => end.abort());
  return end.signal;
}

/** Keeps one process running until it is stopped. */
export class SupervisedPart {
  readonly #part: Part;
  readonly #listeners: Listeners;
  readonly #stopping = new AbortController();
  readonly #firstReady = Promise.withResolvers<void>();
  /** More than one while the part is replaced. */
  readonly #processes = new Set<RunningProcess>();
  #running: RunningProcess | undefined;
  /** Tells whoever watches the running process that another one has taken over. */
  #handOver = () => {};
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

  /**
   * Starts another process beside the one that runs; once it is ready it takes over, and the old one is asked to
   * stop. Resolves when that one is gone.
   * @throws StackError when the new process does not become ready: then the old one goes on.
   */
  async replace(): Promise<void> {
    const { name, logFile } = this.#part;
    const before = this.#running;
    if (!before || this.#readySince === undefined) {
      throw new StackError(
        `${name} does not run well, so it cannot be replaced; it is started again by itself.`,
      );
    }
    const command = await this.#part.command();
    if (this.#stopping.signal.aborted) throw new StackError(`${name} is being stopped.`);
    const successor = this.#spawn(command);
    if (!(await this.#becomesReady(endOf(successor)))) {
      await this.#end(successor);
      throw new StackError(
        `${name} goes on as it was, its successor does not start:\n${await lastLines(logFile, LINES_SHOWN)}`,
      );
    }
    if (this.#running !== before) {
      await this.#end(successor);
      throw new StackError(`${name} ended while it was replaced; it is started again by itself.`);
    }
    this.#running = successor;
    this.#listeners.changed();
    this.#handOver();
    await this.#end(before);
  }

  /** Asks the process to stop, kills it when it takes too long; resolves when it is gone for good. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#part.letGo?.();
    await Promise.all([...this.#processes].map((running) => this.#end(running)));
    await this.#ended;
  }

  kill(): void {
    this.#stopping.abort();
    for (const { pid } of this.#processes) sendSignal(pid, 'SIGKILL');
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
    return this.#runProcess(this.#spawn(command));
  }

  #spawn(command: Command): RunningProcess {
    const running = startProcess(command, this.#part);
    this.#processes.add(running);
    void running.exited.then(() => this.#processes.delete(running));
    return running;
  }

  async #end(running: RunningProcess): Promise<void> {
    const { stopSignal: signal, stopTimeoutMs: timeoutMs } = this.#part;
    await stopProcess(running, { signal, timeoutMs });
    endChildren(running);
  }

  /** Follows the process, and each that takes over from it, until one ends without a successor. */
  async #runProcess(first: RunningProcess): Promise<Run> {
    this.#running = first;
    this.#listeners.changed();
    let running: RunningProcess;
    let complaint: string | undefined;
    do {
      running = this.#running;
      const handedOver = new AbortController();
      this.#handOver = () => handedOver.abort();
      complaint = await this.#watch(AbortSignal.any([endOf(running), handedOver.signal]));
    } while (running !== this.#running);
    if (complaint) await this.#end(running);
    const exit = await running.exited;
    endChildren(running);
    const readyForMs = this.#readySince === undefined ? 0 : performance.now() - this.#readySince;
    this.#running = undefined;
    this.#readySince = undefined;
    this.#part.letGo?.();
    this.#listeners.changed();
    const ended = exit.signal ? `was ended by ${exit.signal}` : `exited with code ${exit.code}`;
    return { why: complaint ?? ended, readyForMs, badly: complaint !== undefined || readyForMs === 0 };
  }

  /** Waits for the end, or for the reason to end the process; gives that reason. */
  async #watch(over: AbortSignal): Promise<string | undefined> {
    const { readyTimeoutMs, health } = this.#part;
    if (!(await this.#becomesReady(over))) {
      return over.aborted ? undefined : `was not ready after ${readyTimeoutMs / 1000} s`;
    }
    this.#readySince = performance.now();
    this.#firstReady.resolve();
    this.#listeners.changed();
    if (health && !(await this.#staysHealthy(health, over))) return 'ran on without doing its work';
    if (!over.aborted) await once(over, 'abort');
    return undefined;
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
