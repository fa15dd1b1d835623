import type { InventoryLevel } from '@holdfast/shared/contracts/inventory';
import type { CatalogPage, Product } from '@holdfast/shared/contracts/catalog';
import { query } from '../../shop-calls.ts';
import { StackError } from '../../stack/stack-error.ts';
import type { WatchedItem } from './plan.ts';

const WATCHED = 16;

/**
 * Products to watch, those with one variant first: of them a list shows all that can be changed.
 * @throws StackError when the shop lists too few
 */
export async function chooseItems(shop: { url: string; accessToken: string }): Promise<WatchedItem[]> {
  const { items } = await query<CatalogPage>(shop, 'catalog.list', { limit: 100 });
  const products: Product[] = [];
  for (const { handle } of items) products.push(await query<Product>(shop, 'catalog.product', { handle }));
  const watched: WatchedItem[] = [];
  for (const { handle, title, variants } of products.toSorted(
    (a, b) => a.variants.length - b.variants.length,
  )) {
    const [variant] = variants;
    if (!variant || watched.length === WATCHED) break;
    const { id: variantId, price } = variant;
    const level = await query<InventoryLevel>(shop, 'inventory.level', { variantId });
    // What is sold beyond what is there is never sold out.
    if (level.available !== level.onHand - level.allocated) continue;
    watched.push({ handle, title, variantId, currency: price.currency });
  }
  if (watched.length === WATCHED) return watched;
  throw new StackError(
    `${WATCHED} products are to be watched, and the shop lists ${watched.length} fit for it.`,
  );
}
