import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { withClient } from '../../stack/postgres.ts';
import { StackError } from '../../stack/stack-error.ts';
import type { RehearsalShop } from '../running-shop.ts';
import { writeCatalog } from './write-catalog.ts';
import type { PlannedItem } from './plan-types.ts';

const CATALOG_IMPORT = path.join(import.meta.dirname, '../../catalog-import.ts');

/** An item of the file as the shop has it now. */
export type StockedItem = { sku: string; variantId: string; onHand: number };

/**
 * Brings the items that the shop does not have yet, with their stock, by the import of catalogs. Those that it has
 * are left as an earlier replay of the same file has left them.
 * @throws StackError when the import does not take them
 */
export async function stockItems(shop: RehearsalShop, items: PlannedItem[]): Promise<StockedItem[]> {
  const known = new Set((await readItems(shop, items)).map(({ sku }) => sku));
  const missing = items.filter(({ sku }) => !known.has(sku));
  if (missing.length > 0) await importCatalog(shop, writeCatalog(missing));
  return readItems(shop, items);
}

async function importCatalog({ dataDir, env }: RehearsalShop, catalog: string): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-replay-'));
  const file = path.join(folder, 'items.csv');
  try {
    await writeFile(file, catalog);
    const { DATABASE_URL, CACHE_REDIS_URL } = env;
    // Named here, as one in our own environment would go before the shop's.
    const shopEnv = { ...process.env, DATA_DIR: dataDir, DATABASE_URL, CACHE_REDIS_URL };
    await promisify(execFile)(process.execPath, [CATALOG_IMPORT, file], { env: shopEnv });
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    throw new StackError(`The items of the file could not be brought into the shop.\n${stderr}`, {
      cause: error,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Those of the items that the shop has. */
export function readItems({ env }: RehearsalShop, items: PlannedItem[]): Promise<StockedItem[]> {
  const text = `
    SELECT sku, variant.id AS "variantId", sum(on_hand)::integer AS "onHand"
    FROM variant
    JOIN variant_component AS component ON component.variant_id = variant.id
    JOIN stock_level AS level ON level.stock_item_id = component.stock_item_id
    WHERE sku = ANY($1)
    GROUP BY variant.id`;
  return withClient(env.DATABASE_URL ?? '', async (client) => {
    const { rows } = await client.query<StockedItem>(text, [items.map(({ sku }) => sku)]);
    return rows;
  });
}
