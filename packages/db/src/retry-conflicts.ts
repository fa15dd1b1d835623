import { setTimeout as pause } from 'node:timers/promises';
import { classifyError } from './classify-error.ts';

const MOST_ATTEMPTS = 3;
const LONGEST_PAUSE_MS = 20;

/**
 * Runs a whole transaction, and again when a conflict with others undid it, three times in all. What it does outside of
 * the database must bear that.
 */
export async function retryConflicts<T>(transact: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transact();
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || classifyError(error) !== 'conflict') throw error;
      // Two that undid each other must not meet again.
      await pause(Math.random() * LONGEST_PAUSE_MS * attempt);
    }
  }
}
