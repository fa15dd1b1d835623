import { startOwnApi } from '../common/own-api.ts';
import type { BenchShop } from '../common/with-shop.ts';
import { readStored, readTitles, settle, withSql } from '../growth/database.ts';
import { generateUpTo } from '../growth/generate.ts';
import {
  type Results as Reads,
  measureRounds,
  seeMachine,
  type Sizes as ReadSizes,
} from '../reads/measure.ts';
import { planSearchLoads } from '../reads/plan-loads.ts';
import { Started } from '../reads/servers.ts';
import { searchesFor } from '../reads/wanted.ts';

/** `products`: generated ones, at least. */
export type Sizes = ReadSizes & { products: number };

export type Results = Omit<Reads, 'sizes'> & { sizes: Sizes; stored: { products: number; bytes: number } };

const TITLES = 500;

/** Fills the shop, and measures distinct searches of it, with its cache and without. */
export function measureSearch(
  shop: BenchShop,
  { sizes, loadBefore }: { sizes: Sizes; loadBefore: number },
): Promise<Results> {
  return withSql(shop.env.DATABASE_URL, async (sql) => {
    await generateUpTo(shop, sizes.products);
    await settle(sql, shop);
    const started = new Started();
    try {
      const servers = {
        api: await started.add(startOwnApi(shop, { name: 'bench-api', cacheTiers: 'on' })),
        coldApi: await started.add(startOwnApi(shop, { name: 'bench-cold-api', cacheTiers: 'off' })),
      };
      const wanted = searchesFor(await readTitles(sql, TITLES), sizes.searches);
      const loads = await planSearchLoads({ servers, started, wanted }, sizes);
      return {
        at: new Date().toISOString(),
        machine: await seeMachine(shop, loadBefore),
        sizes,
        stored: await readStored(sql),
        kinds: await measureRounds(loads, sizes),
      };
    } finally {
      await started.stop();
    }
  });
}
