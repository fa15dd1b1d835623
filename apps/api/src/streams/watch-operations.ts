import { setTimeout as pause } from 'node:timers/promises';
import type { Operations } from '@holdfast/commerce/operations/snapshot';
import type { Snapshot } from '@holdfast/shared/contracts/operations';

/**
 * A snapshot now and one with each full second, until aborted. All watchers wake with the same second, so
 * however many they are, the process reads the figures once.
 */
export async function* watchOperations(
  operations: Operations,
  signal: AbortSignal,
): AsyncGenerator<Snapshot, never> {
  for (;;) {
    yield await operations.snapshot();
    await pause(1_000 - (Date.now() % 1_000), undefined, { signal });
  }
}
