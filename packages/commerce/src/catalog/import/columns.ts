import { UnreadableFile } from './import-issue.ts';

/** The columns of Shopify's product export that Holdfast reads; the others are ignored. */
export const COLUMNS = [
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

export type Column = (typeof COLUMNS)[number];

const REQUIRED: Column[] = ['Handle', 'Title', 'Option1 Name', 'Option1 Value', 'Variant Price'];

/** Where each known column stands. */
export type Header = { width: number; positions: Map<Column, number> };

/** @throws UnreadableFile when a needed column is missing or a known one stands there twice. */
export function readHeader(cells: string[]): Header {
  const known = new Map(COLUMNS.map((column) => [column.toLowerCase(), column]));
  const positions = new Map<Column, number>();
  for (const [index, cell] of cells.entries()) {
    const column = known.get(cell.trim().toLowerCase());
    if (!column) continue;
    if (positions.has(column)) {
      throw new UnreadableFile('The header names this column twice. Delete one.', {
        row: 1,
        line: 1,
        column,
      });
    }
    positions.set(column, index);
  }
  const missing = REQUIRED.filter((column) => !positions.has(column));
  if (missing.length > 0) throw misreadSeparator(cells) ?? missingColumns(missing);
  return { width: cells.length, positions };
}

function missingColumns(missing: Column[]): UnreadableFile {
  const names = missing.map((column) => `"${column}"`).join(', ');
  return new UnreadableFile(
    `The header lacks ${names}. The first line must be the header of Shopify's product export.`,
    { row: 1, line: 1 },
  );
}

/** Spreadsheets of many countries write CSV with semicolons. */
function misreadSeparator(cells: string[]): UnreadableFile | null {
  const [only = ''] = cells;
  const separator = [';', '\t'].find((candidate) => only.includes(candidate));
  if (cells.length > 1 || !separator) return null;
  const name = separator === ';' ? 'semicolons' : 'tabs';
  return new UnreadableFile(`The columns are parted by ${name}. Export the file with commas.`, {
    row: 1,
    line: 1,
  });
}
