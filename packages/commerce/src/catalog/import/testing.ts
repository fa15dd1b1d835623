import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Deps } from '../../deps.ts';
import type { Column } from './columns.ts';
import type { ImportRequest } from './import-request.ts';
import { type ImportReport, importShopifyCsv } from './import-shopify-csv.ts';

/** The cells of a row by their column; those that are not named are empty. */
export type TestRow = Partial<Record<Column, string>>;

const HEADER: Column[] = [
  'Handle',
  'Title',
  'Body (HTML)',
  'Vendor',
  'Type',
  'Tags',
  'Published',
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
  'Variant Price / EUR',
  'Variant Compare At Price / EUR',
  'Variant Price / ILS',
  'Variant Compare At Price / ILS',
  'Variant Barcode',
  'Image Src',
  'Image Position',
  'Image Alt Text',
  'Variant Image',
];

/** A row of a product without options. */
export function product(handle: string, cells: TestRow = {}): TestRow {
  return {
    Handle: handle,
    Title: `The ${handle}`,
    Published: 'true',
    'Option1 Name': 'Title',
    'Option1 Value': 'Default Title',
    'Variant Grams': '0',
    'Variant Inventory Qty': '3',
    'Variant Inventory Policy': 'deny',
    'Variant Price': '50',
    ...cells,
  };
}

/** A further row of a product with options. */
export function variant(handle: string, value: string, cells: TestRow = {}): TestRow {
  return {
    Handle: handle,
    'Option1 Value': value,
    'Variant Inventory Qty': '3',
    'Variant Inventory Policy': 'deny',
    'Variant Price': '50',
    ...cells,
  };
}

/** Prices of other currencies have a column when a row names one. */
export function csv(rows: TestRow[], header: readonly string[] = headerOf(rows)): string {
  const line = (cells: readonly string[]): string =>
    cells.map((cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
  const lines = rows.map((row) => line(header.map((column) => row[column as Column] ?? '')));
  return `${[line(header), ...lines].join('\n')}\n`;
}

function headerOf(rows: TestRow[]): Column[] {
  return HEADER.filter((column) => !column.includes(' / ') || rows.some((row) => row[column]));
}

export type TestTranslation = Record<'type' | 'id' | 'field' | 'locale' | 'original' | 'text', string>;

/** A translation file in the layout of Shopify's export. */
export function translationCsv(rows: Partial<TestTranslation>[]): string {
  const header = 'Type,Identification,Field,Locale,Market,Status,Default content,Translated content';
  const quote = (text = ''): string => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map(({ type, id, field, locale = 'he', original, text }) =>
    [type, id, field, locale, '', '', original, text].map(quote).join(','),
  );
  return `${[header, ...lines].join('\n')}\n`;
}

/** Imports a file of this content, and `translations` of theirs; both are removed afterwards. */
export async function importText(
  deps: Deps,
  content: string | Uint8Array,
  { translations, ...options }: Partial<ImportRequest> = {},
): Promise<ImportReport> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-import-'));
  try {
    const file = path.join(folder, 'products.csv');
    await writeFile(file, content);
    const translationFile = path.join(folder, 'translations.csv');
    if (translations !== undefined) await writeFile(translationFile, translations);
    return await importShopifyCsv(deps, {
      dryRun: false,
      ...options,
      file,
      translations: translations === undefined ? undefined : translationFile,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function importRows(deps: Deps, rows: TestRow[]): Promise<ImportReport> {
  return importText(deps, csv(rows));
}
