import { nextSecond, thisSecond } from '@holdfast/commerce/operations/next-second';
import type { Operations } from '@holdfast/commerce/operations/snapshot';
import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { hasEnded, type StreamEnd, whenEnding } from './stream-end.ts';

/**
 * A snapshot now and one with each full second, until the stream ends. All watchers wake with the same second,
 * so however many they are, the process reads the figures once.
 */
export async function* watchOperations(
  operations: Operations,
  end: StreamEnd,
): AsyncGenerator<Snapshot, void> {
  const signal = whenEnding(end);
  let second = thisSecond();
  while (!hasEnded(end)) {
    yield await operations.snapshot();
    second = await nextSecond(second, signal);
  }
}
