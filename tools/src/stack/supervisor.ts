import { EventEmitter } from 'node:events';
import { StackError } from './stack-error.ts';
import { type Part, type PartState, SupervisedPart } from './supervised-part.ts';

/**
 * Keeps a set of processes running. Emits `change` when a pid or a readiness changed, and `notice` with
 * a sentence for the terminal.
 */
export class Supervisor extends EventEmitter<{ change: []; notice: [text: string] }> {
  readonly #parts = new Map<string, SupervisedPart>();
  #stopping = false;

  /**
   * Starts a part and keeps it running; resolves when it is ready for the first time.
   * @throws StackError with the end of its log when five starts in a row failed before, or when all is being stopped.
   */
  async start(part: Part): Promise<void> {
    if (this.#stopping) throw new StackError(`${part.name} is not started: Holdfast is being stopped.`);
    const supervised = new SupervisedPart(part, {
      changed: () => this.emit('change'),
      notice: (text) => this.emit('notice', text),
    });
    this.#parts.set(part.name, supervised);
    await supervised.start();
  }

  /**
   * Replaces a part's process by a new one that runs before the old one is stopped.
   * @throws StackError when that cannot be done; the part then runs as before, or is started again by itself.
   */
  async replace(name: string): Promise<void> {
    const part = this.#parts.get(name);
    if (!part || this.#stopping) throw new StackError(`${name} does not run.`);
    await part.replace();
  }

  states(): PartState[] {
    return [...this.#parts.values()].map((part) => part.state);
  }

  /** Stops the parts for good: those of `first` together, then all others but `last`, then `last`. */
  async stop({ first, last }: { first: string[]; last: string[] }): Promise<void> {
    this.#stopping = true;
    const names = [...this.#parts.keys()];
    const between = names.filter((name) => !first.includes(name) && !last.includes(name));
    for (const group of [first, between, last]) {
      await Promise.all(group.map(async (name) => this.#parts.get(name)?.stop()));
    }
  }

  /** Ends all that runs by SIGKILL. */
  kill(): void {
    this.#stopping = true;
    for (const part of this.#parts.values()) part.kill();
  }
}
