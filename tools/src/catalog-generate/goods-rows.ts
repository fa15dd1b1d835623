import type { MadeGoods, MadeVariant } from './make-goods.ts';
import type { Word } from './vocabulary.ts';

/** Where generated goods are sold and kept. `categories`: id by handle. */
export type Shop = {
  channelId: string;
  currencies: string[];
  locationId: string;
  categories: Map<string, string>;
};

/** A value of a cell; null is NULL. */
export type Cell = string | number | null;

/** The tables with their columns, in the order that foreign keys ask for. */
const TABLES = {
  product: 'id, handle, status, vendor, tags, position, published_at',
  product_translation: 'product_id, locale, title, description',
  product_option: 'id, product_id, name, position',
  product_option_translation: 'option_id, locale, name',
  product_option_value: 'id, option_id, value, position',
  product_option_value_translation: 'option_value_id, locale, value',
  variant: 'id, product_id, sku, option_key, position, weight_grams, image_url',
  variant_option_value: 'variant_id, option_value_id',
  variant_price: 'variant_id, channel_id, currency, amount, compare_at_amount',
  stock_item: 'id, sku',
  stock_level: 'stock_item_id, location_id, on_hand, back_order_limit',
  stock_movement: 'stock_item_id, location_id, kind, on_hand_delta',
  variant_component: 'variant_id, stock_item_id',
  product_image: 'id, product_id, url, alt, position',
  product_category: 'product_id, category_id',
} as const;

export type Table = keyof typeof TABLES;

export const COPIES = Object.entries(TABLES).map(([table, columns]) => ({
  table: table as Table,
  target: `${table} (${columns})`,
}));

const FIRST_PUBLISHED = Date.UTC(2025, 0, 1);
const PUBLISHED_EVERY_MS = 30_000;
/** Behind the ids that a shop gives today, so that generated ones are always the last of an index, which leaves its pages full. */
const FIRST_ID_MOMENT = Date.UTC(2100, 0, 1);
/** Behind the goods that a shop has been given by hand. */
const FIRST_POSITION = 1_000_000;
/** Of a US dollar. */
const RATES: Record<string, number> = { USD: 1, EUR: 0.92, ILS: 3.7 };

/** What the products of these numbers are in the tables. Their ids follow from the numbers, and rise with them. */
export function goodsRows(goods: { number: number; made: MadeGoods }[], shop: Shop): Map<Table, Cell[][]> {
  const rows = new Map<Table, Cell[][]>(COPIES.map(({ table }) => [table, []]));
  for (const { number, made } of goods) addProduct(made, { rows, shop, number, nextId: idsOf(number) });
  return rows;
}

/** The id of the product of this number. */
export function productId(number: number): string {
  return idsOf(number)();
}

type Context = { rows: Map<Table, Cell[][]>; shop: Shop; number: number; nextId: () => string };

/** UUIDs of version 7, one moment for each product and a count within it. */
function idsOf(number: number): () => string {
  const moment = (FIRST_ID_MOMENT + number).toString(16).padStart(12, '0');
  let count = 0;
  return () => {
    const part = (count++).toString(16).padStart(3, '0');
    const rest = (Math.imul(number, 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
    return `${moment.slice(0, 8)}-${moment.slice(8)}-7${part}-8a5f-${rest}${part.padStart(4, '0')}`;
  };
}

function addProduct(made: MadeGoods, context: Context): void {
  const { rows, shop, number, nextId } = context;
  const add = (table: Table, ...cells: Cell[]): void => void rows.get(table)?.push(cells);
  const id = nextId();
  const published = new Date(FIRST_PUBLISHED + number * PUBLISHED_EVERY_MS).toISOString();
  add(
    'product',
    id,
    made.handle,
    'active',
    made.vendor,
    `{${made.tags.join(',')}}`,
    FIRST_POSITION + number,
    published,
  );
  for (const locale of ['en', 'he'] as const) {
    add('product_translation', id, locale, made.title[locale], made.description[locale]);
  }
  const valueIds = made.option ? addOption(made, id, context) : new Map<Word, string>();
  const urls = made.pictures.map((picture) => `/goods/${picture}-1280.webp`);
  urls.forEach((url, position) => add('product_image', nextId(), id, url, made.title.en, position));
  made.variants.forEach((variant, position) => {
    const variantId = nextId();
    const key = JSON.stringify(variant.value ? [variant.value.en] : []);
    add('variant', variantId, id, `${made.handle}-${position}`, key, position, 400, urls[0] ?? null);
    const valueId = variant.value && valueIds.get(variant.value);
    if (valueId) add('variant_option_value', variantId, valueId);
    addPrices(variant, variantId, context);
    addStock(variant, { variantId, sku: `${made.handle}-${position}` }, context);
  });
  for (const handle of made.categories) add('product_category', id, shop.categories.get(handle) ?? null);
}

function addOption(
  { option, variants }: MadeGoods,
  id: string,
  { rows, nextId }: Context,
): Map<Word, string> {
  const valueIds = new Map<Word, string>();
  if (!option) return valueIds;
  const optionId = nextId();
  rows.get('product_option')?.push([optionId, id, option.name.en, 0]);
  rows.get('product_option_translation')?.push([optionId, 'he', option.name.he]);
  for (const [position, { value }] of variants.entries()) {
    if (!value) continue;
    const valueId = nextId();
    valueIds.set(value, valueId);
    rows.get('product_option_value')?.push([valueId, optionId, value.en, position]);
    rows.get('product_option_value_translation')?.push([valueId, 'he', value.he]);
  }
  return valueIds;
}

function addPrices({ amount, compareAt }: MadeVariant, variantId: string, { rows, shop }: Context): void {
  for (const currency of shop.currencies) {
    const inCurrency = (value: number): number => Math.round((value * (RATES[currency] ?? 1)) / 10) * 10;
    rows
      .get('variant_price')
      ?.push([variantId, shop.channelId, currency, inCurrency(amount), compareAt && inCurrency(compareAt)]);
  }
}

/** What is on hand came by a movement, so that movements sum to the level. */
function addStock(
  { onHand, backOrderLimit }: MadeVariant,
  { variantId, sku }: { variantId: string; sku: string },
  { rows, shop, nextId }: Context,
): void {
  const itemId = nextId();
  rows.get('stock_item')?.push([itemId, sku]);
  rows.get('stock_level')?.push([itemId, shop.locationId, onHand, backOrderLimit]);
  if (onHand > 0) rows.get('stock_movement')?.push([itemId, shop.locationId, 'import', onHand]);
  rows.get('variant_component')?.push([variantId, itemId]);
}
