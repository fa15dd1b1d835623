import type { ClientsPlan } from './plan.ts';

/** Past so many times its length what is not done will not be done. */
const PATIENCE = 10;

/** How much of a plan is done. */
export class Work {
  readonly #plan: ClientsPlan;
  readonly #begun = performance.now();
  changes = 0;
  /** Looks of sessions, and of those who have changed nothing. */
  looks = 0;
  visits = 0;

  constructor(plan: ClientsPlan) {
    this.#plan = plan;
  }

  /** @throws Error when it takes far too long */
  isOver(): boolean {
    const { seconds, changes, looksPerChange, visits } = this.#plan;
    const elapsed = (performance.now() - this.#begun) / 1_000;
    if (elapsed > seconds * PATIENCE) {
      throw new Error(
        `After ${Math.round(elapsed)} s there were ${this.changes} changes, ${this.looks} looks and ${this.visits} visits.`,
      );
    }
    const isDone = this.changes >= changes && this.looks >= changes * looksPerChange && this.visits >= visits;
    return elapsed >= seconds && isDone;
  }
}
