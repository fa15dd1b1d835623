import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Cell, COPIES, type Table } from './goods-rows.ts';

/** Writes the rows of all tables, in the client's transaction. */
export async function copyRows(client: pg.Client, rows: Map<Table, Cell[][]>): Promise<void> {
  for (const { table, target } of COPIES) {
    const text = rows.get(table)?.map(toLine).join('');
    if (text) await pipeline(Readable.from([text]), client.query(copyFrom(`COPY ${target} FROM STDIN`)));
  }
}

/** Our cells hold no tabs, line breaks or backslashes, but what would be one is written as COPY wants it. */
function toLine(cells: Cell[]): string {
  return `${cells.map((cell) => (cell === null ? '\\N' : escape(String(cell)))).join('\t')}\n`;
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escape(text: string): string {
  return /[\\\t\n\r]/.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign) : text;
}
