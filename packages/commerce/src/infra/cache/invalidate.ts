import type { Queryable } from '@holdfast/db/prisma';

/**
 * Makes untrue whatever carries one of the tags and is older than this transaction: in every process and in Redis, as soon as
 * it has committed, whatever happens to the writer then. Call it in the transaction of the change.
 */
export async function invalidate(tx: Queryable, tags: string[]): Promise<void> {
  await tx.$executeRaw`INSERT INTO cache_invalidation (tags) VALUES (${tags}::text[])`;
}
