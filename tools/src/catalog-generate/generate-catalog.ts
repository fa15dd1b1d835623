import type { Deps } from '@holdfast/commerce/deps';
import { countWords } from '@holdfast/commerce/listing/count-words';
import { newListings } from '@holdfast/commerce/listing/new-listings';
import { showLists } from '@holdfast/commerce/listing/show-lists';
import { defaultChannel } from '@holdfast/commerce/pricing/default-channel';
import type pg from 'pg';
import { whileShopIsHeld, withFillingClient } from './client.ts';
import { copyRows } from './copy-rows.ts';
import { goodsRows, productId, type Shop } from './goods-rows.ts';
import { makeCategories } from './make-categories.ts';
import { handleOf, makeGoods } from './make-goods.ts';
import { makeTurns, type Turn } from './turns.ts';

export type GenerateOptions = {
  databaseUrl: string;
  /** How many generated products there are to be. */
  count: number;
  onProgress?: (progress: { done: number; total: number }) => void;
  signal?: AbortSignal;
};

const BATCH = 1_000;
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
  const takeTurn = makeTurns();
  let made = 0;
  let next = 1;
  let done = 0;
  const work = async (client: pg.Client): Promise<void> => {
    while (next <= options.count && !options.signal?.aborted) {
      const from = next;
      next += BATCH;
      const numbers = Array.from({ length: Math.min(BATCH, options.count - from + 1) }, (_, i) => from + i);
      const turn = takeTurn();
      // Not in one expression: the other lane adds to it meanwhile.
      const added = await makeBatch({ client, shop, numbers, turn }).finally(turn.end);
      made += added;
      done += numbers.length;
      options.onProgress?.({ done, total: options.count });
    }
  };
  try {
    await Promise.all(Array.from({ length: LANES }, () => withFillingClient(options.databaseUrl, work)));
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

type Batch = { client: pg.Client; shop: Shop; numbers: number[]; turn: Turn };

/**
 * The goods and what is shown of them in one transaction. Gives how many it made. Goods are written in turns, so that ids come in
 * their order: a page of an index that is filled at its end alone is left full, of any other two halves are made.
 */
async function makeBatch({ client, shop, numbers, turn }: Batch): Promise<number> {
  const known = await client.query<{ handle: string }>('SELECT handle FROM product WHERE handle = ANY($1)', [
    numbers.map(handleOf),
  ]);
  const handles = new Set(known.rows.map(({ handle }) => handle));
  const missing = numbers.filter((number) => !handles.has(handleOf(number)));
  if (missing.length === 0) return 0;
  const goods = missing.map((number) => ({ number, made: makeGoods(number) }));
  const rows = goodsRows(goods, shop);
  const work = async () => {
    await turn.begun;
    await copyRows(client, rows);
    turn.end();
    for (const { text, values } of newListings(missing.map(productId))) await client.query(text, values);
  };
  await whileShopIsHeld(client, { shop, work });
  return missing.length;
}

/** PostgreSQL learns what the tables hold now, and which of their pages everybody may read without looking. */
async function settle(deps: Deps, databaseUrl: string): Promise<void> {
  await countWords(deps);
  await withFillingClient(databaseUrl, async (client) => {
    await client.query(`VACUUM (ANALYZE) ${FILLED.join(', ')}`);
    await client.query('ANALYZE');
  });
}
