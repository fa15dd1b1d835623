import type { CsvRow } from './read-csv-rows.ts';
import { findColumn, type Header, readHeader, refuseColumn } from './read-header.ts';

/** The columns of Shopify's product export that Holdfast reads; the others are ignored. */
const COLUMNS = [
  'Handle',
  'Title',
  'Body (HTML)',
  'Vendor',
  'Type',
  'Tags',
  'Published',
  'Status',
  'Option1 Name',
  'Option1 Value',
  'Option2 Name',
  'Option2 Value',
  'Option3 Name',
  'Option3 Value',
  'Variant SKU',
  'Variant Grams',
  'Variant Inventory Tracker',
  'Variant Inventory Qty',
  'Variant Inventory Policy',
  'Variant Price',
  'Variant Compare At Price',
  'Variant Barcode',
  'Variant Image',
  'Image Src',
  'Image Position',
  'Image Alt Text',
] as const;

/** Prices in a currency other than that of the plain columns: "Variant Price / EUR". */
export type PriceColumn =
  | 'Variant Price'
  | 'Variant Compare At Price'
  | `Variant Price / ${string}`
  | `Variant Compare At Price / ${string}`;

export type Column = (typeof COLUMNS)[number] | PriceColumn;

/** A row of the product file. */
export type ProductRow = CsvRow<Column>;

const REQUIRED: Column[] = ['Handle', 'Title', 'Option1 Name', 'Option1 Value', 'Variant Price'];

/** What prices of a file may be in: `currency` in the plain columns, others in columns of their own. */
export type PriceColumns = { currency: string; currencies: string[] };

/** @throws UnreadableFile when a needed column is missing, one stands there twice, or prices are in no currency of the shop. */
export function readProductHeader(cells: string[], prices: PriceColumns): Header<Column> {
  return readHeader(cells, {
    columnOf: (name) => findColumn(COLUMNS, name) ?? findPriceColumn(name, prices),
    required: REQUIRED,
    origin: "Shopify's product export",
  });
}

/** Columns of Shopify's markets, such as "Price / Europe", are none of these: a market is no currency. */
function findPriceColumn(name: string, { currency, currencies }: PriceColumns): Column | null {
  const [, kind, code] = /^(Variant Price|Variant Compare At Price) \/ (.*)$/i.exec(name) ?? [];
  const column = kind && findColumn(['Variant Price', 'Variant Compare At Price'] as const, kind);
  if (!column || code === undefined) return null;
  if (code === currency) {
    throw refuseColumn(name, `Prices in ${currency} stand in "${column}". Delete one of the columns.`);
  }
  if (!currencies.includes(code)) {
    throw refuseColumn(name, `The shop does not sell in ${code}. It sells in ${currencies.join(', ')}.`);
  }
  return `${column} / ${code}`;
}
