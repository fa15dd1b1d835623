import 'server-only';
import type { CatalogItem, Product } from '@holdfast/shared/contracts/catalog';
import { cache } from 'react';
import { errorCode } from '../../api/errors.ts';
import { publicApi } from '../../api/server.ts';
import type { Locale } from '../../i18n/locales.ts';
import { readMarket } from '../market/read-preferences.ts';

/** Null when there is none of this handle for sale. One read for a page and its head. */
export const readProduct = cache(async (locale: Locale, handle: string): Promise<Product | null> => {
  const market = await readMarket(locale);
  try {
    return await (await publicApi()).catalog.product.query({ handle, ...market });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'NOT_FOUND' || code === 'VALIDATION') return null;
    throw error;
  }
});

const RELATED = 4;

/** Others of the same category; none when they cannot be read, since the page can do without. */
export async function readRelated(product: Product, locale: Locale): Promise<CatalogItem[]> {
  const category = product.categories[0]?.handle;
  if (!category) return [];
  const market = await readMarket(locale);
  try {
    const { items } = await (await publicApi()).catalog.list.query({
      category,
      limit: RELATED + 1,
      ...market,
    });
    return items.filter(({ id }) => id !== product.id).slice(0, RELATED);
  } catch {
    return [];
  }
}
