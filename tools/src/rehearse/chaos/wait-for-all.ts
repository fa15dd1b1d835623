type Results<T extends readonly unknown[]> = { -readonly [Index in keyof T]: Awaited<T[Index]> };

/**
 * Waits until all have ended, also when one fails before the others: whoever goes on then finds nobody at work any more.
 * @throws what the first of them, in their order, has failed with
 */
export async function waitForAll<T extends readonly unknown[] | []>(work: T): Promise<Results<T>> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
