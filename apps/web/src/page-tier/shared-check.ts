import type { Confirmation } from './confirm-reads.ts';

type Question = () => Promise<Confirmation>;

/**
 * A question that many have at once and that is asked one at a time. Who comes while it is asked waits for the next time: what
 * they are told was true after they came. Questions never fail.
 */
export class SharedCheck {
  #running: Promise<Confirmation> | undefined;
  #next: Promise<Confirmation> | undefined;

  /** The answer to this question, or to the same one of somebody who came a moment before. */
  ask(question: Question): Promise<Confirmation> {
    if (!this.#running) return this.#begin(question);
    this.#next ??= this.#running.then(() => this.#begin(question));
    return this.#next;
  }

  #begin(question: Question): Promise<Confirmation> {
    this.#next = undefined;
    const running = question().finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }
}
