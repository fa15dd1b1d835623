import 'server-only';
import type { CatalogItem, Category } from '@holdfast/shared/contracts/catalog';
import { publicApi } from '../../api/server.ts';
import type { Market } from '../market/market.ts';

const FEATURED = 9;
const NEWEST = 8;

export type Shelf = { category: Category; item: CatalogItem };

type Home = { featured: CatalogItem[]; newest: CatalogItem[]; shelves: Shelf[] };

/** What the home page shows. A shelf is shown by a product that the page does not lead with already. */
export async function readHome(categories: Category[], market: Market): Promise<Home> {
  const client = await publicApi();
  const [featured, newest, ofShelves] = await Promise.all([
    client.catalog.list.query({ limit: FEATURED, ...market }),
    client.catalog.list.query({ limit: NEWEST, sort: 'newest', ...market }),
    Promise.all(
      categories.map(({ handle }) =>
        client.catalog.list.query({ category: handle, limit: FEATURED, ...market }),
      ),
    ),
  ]);
  const led = new Set(featured.items.map(({ id }) => id));
  const shelves = categories.flatMap((category, index) => {
    const items = ofShelves[index]?.items ?? [];
    const item = items.find(({ id }) => !led.has(id)) ?? items[0];
    return item ? [{ category, item }] : [];
  });
  return { featured: featured.items, newest: newest.items, shelves };
}
