import type { Deps } from '@holdfast/commerce/deps';
import { countWords } from '@holdfast/commerce/listing/count-words';
import { refreshListings } from '@holdfast/commerce/listing/refresh-listings';
import { showLists } from '@holdfast/commerce/listing/show-lists';
import { defaultChannel } from '@holdfast/commerce/pricing/default-channel';
import pg from 'pg';
import { copyRows } from './copy-rows.ts';
import { goodsRows, productId, type Shop } from './goods-rows.ts';
import { makeCategories } from './make-categories.ts';
import { handleOf, makeGoods } from './make-goods.ts';

export type GenerateOptions = {
  databaseUrl: string;
  /** How many generated products there are to be. */
  count: number;
  onProgress?: (progress: { done: number; total: number }) => void;
  signal?: AbortSignal;
};

const BATCH = 500;
/** Batches written at the same time. */
const LANES = 2;
/** What lists and searches read, beside all that was filled. */
const FILLED = ['listing', 'listing_place', 'listing_word'];

/**
 * Makes the generated products from the first to this many; those that are there already are left as they are, so that a run that
 * was broken off goes on. Gives how many it made.
 */
export async function generateCatalog(deps: Deps, options: GenerateOptions): Promise<number> {
  const shop = await readShop(deps);
  let made = 0;
  let next = 1;
  let done = 0;
  const work = async (client: pg.Client): Promise<void> => {
    while (next <= options.count && !options.signal?.aborted) {
      const from = next;
      next += BATCH;
      const numbers = Array.from({ length: Math.min(BATCH, options.count - from + 1) }, (_, i) => from + i);
      // Not in one expression: the other lane adds to it meanwhile.
      const added = await makeBatch(deps, { client, shop, numbers });
      made += added;
      done += numbers.length;
      options.onProgress?.({ done, total: options.count });
    }
  };
  try {
    await Promise.all(Array.from({ length: LANES }, () => withClient(options.databaseUrl, work)));
  } finally {
    if (made > 0) await showLists(deps);
  }
  if (made > 0) await settle(deps, options.databaseUrl);
  return made;
}

async function readShop(deps: Deps): Promise<Shop> {
  const { id: channelId, currencies } = await defaultChannel(deps);
  const location = await deps.db.primary.stockLocation.findFirstOrThrow({ orderBy: { priority: 'asc' } });
  return { channelId, currencies, locationId: location.id, categories: await makeCategories(deps) };
}

type Batch = { client: pg.Client; shop: Shop; numbers: number[] };

/** The goods first, then what is shown of them: a run that ends between the two leaves goods that the next one finds unlisted. */
async function makeBatch({ db }: Deps, { client, shop, numbers }: Batch): Promise<number> {
  const known = await client.query<{ handle: string; listed: boolean }>(
    `SELECT handle, listing_turn IS NOT NULL AS listed
     FROM product LEFT JOIN listing_turn ON product_id = id WHERE handle = ANY($1)`,
    [numbers.map(handleOf)],
  );
  const listed = new Map(known.rows.map((row) => [row.handle, row.listed]));
  const missing = numbers.filter((number) => !listed.has(handleOf(number)));
  if (missing.length > 0) {
    await copyRows(
      client,
      goodsRows(
        missing.map((number) => ({ number, made: makeGoods(number) })),
        shop,
      ),
    );
  }
  const unlisted = numbers.filter((number) => !listed.get(handleOf(number)));
  if (unlisted.length > 0)
    await db.primary.$transaction((tx) => refreshListings(tx, unlisted.map(productId)));
  return missing.length;
}

/** PostgreSQL learns what the tables hold now, and which of their pages everybody may read without looking. */
async function settle(deps: Deps, databaseUrl: string): Promise<void> {
  await countWords(deps);
  await withClient(databaseUrl, async (client) => {
    await client.query(`VACUUM (ANALYZE) ${FILLED.join(', ')}`);
    await client.query('ANALYZE');
  });
}

async function withClient(databaseUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'holdfast-catalog-generate',
  });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
