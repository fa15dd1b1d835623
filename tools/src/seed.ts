import { createDeps } from '@holdfast/commerce/deps';
import { ensureOperator } from '@holdfast/commerce/identity/ensure-operator';
import { rebuildListings } from '@holdfast/commerce/listing/rebuild-listings';
import { seedCatalog } from './seed-catalog.ts';

type SeedValues = Record<
  'DATABASE_URL' | 'CACHE_REDIS_URL' | 'APP_SECRET' | 'OPERATOR_EMAIL' | 'OPERATOR_PASSWORD',
  string
>;

type SeedOptions = { demoCatalog: boolean; log: (line: string) => void };

/**
 * Makes sure of the operator's account, with `demoCatalog` of a small catalog while there is no product, and that every product
 * has been listed: those of a release before, whose listings were others, have not. Runs at every start and changes nothing the second time.
 */
export async function seed(values: SeedValues, { demoCatalog, log }: SeedOptions): Promise<void> {
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
    if (demoCatalog) await seedCatalog(deps, log);
    const listed = await rebuildListings(deps, { onlyMissing: true });
    if (listed > 0) log(`Listings: ${listed.toLocaleString('en')} products are listed now`);
  } finally {
    await deps.close();
  }
}
