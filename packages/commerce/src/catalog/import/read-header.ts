import { UnreadableFile } from './import-issue.ts';

/** Where each known column stands. */
export type Header<Column extends string> = { width: number; positions: Map<Column, number> };

type Layout<Column extends string> = {
  /** The column that a cell of the header names; null for one that is ignored. */
  columnOf(name: string): Column | null;
  required: readonly Column[];
  /** Where such a file comes from, as "Shopify's product export". */
  origin: string;
};

/** @throws UnreadableFile when a needed column is missing or a known one stands there twice. */
export function readHeader<Column extends string>(cells: string[], layout: Layout<Column>): Header<Column> {
  const positions = new Map<Column, number>();
  for (const [index, cell] of cells.entries()) {
    const column = layout.columnOf(cell.trim());
    if (!column) continue;
    if (positions.has(column)) throw refuseColumn(column, 'The header names this column twice. Delete one.');
    positions.set(column, index);
  }
  const missing = layout.required.filter((column) => !positions.has(column));
  if (missing.length > 0) throw misreadSeparator(cells) ?? missingColumns(missing, layout.origin);
  return { width: cells.length, positions };
}

/** Finds a known column by its name, whatever its case. */
export function findColumn<Column extends string>(columns: readonly Column[], name: string): Column | null {
  return columns.find((column) => column.toLowerCase() === name.toLowerCase()) ?? null;
}

export function refuseColumn(column: string, reason: string): UnreadableFile {
  return new UnreadableFile(reason, { row: 1, line: 1, column });
}

function missingColumns(missing: string[], origin: string): UnreadableFile {
  const names = missing.map((column) => `"${column}"`).join(', ');
  return new UnreadableFile(`The header lacks ${names}. The first line must be the header of ${origin}.`, {
    row: 1,
    line: 1,
  });
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
