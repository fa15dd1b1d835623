import { createDeps } from '@holdfast/commerce/deps';
import { ensureOperator } from '@holdfast/commerce/identity/ensure-operator';
import { seedCatalog } from './seed-catalog.ts';
import type { LocalValues } from './stack/plan.ts';

/**
 * Makes sure of the operator's account, and of a small demo catalog while there is no product. Runs at every
 * start and changes nothing the second time.
 */
export async function seed(values: LocalValues, log: (line: string) => void): Promise<void> {
  const deps = await createDeps({
    instance: 'seed',
    logLevel: 'error',
    databaseUrl: values.DATABASE_URL,
    // Nothing is read here that another has written, and the replica may be in the making.
    replicaUrls: [],
    cacheRedisUrl: values.CACHE_REDIS_URL,
    databasePool: 2,
    appSecret: values.APP_SECRET,
  });
  try {
    await ensureOperator(deps, { email: values.OPERATOR_EMAIL, password: values.OPERATOR_PASSWORD });
    await seedCatalog(deps, log);
  } finally {
    await deps.close();
  }
}
