import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { UnreadableFile } from '@holdfast/commerce/catalog/import/import-issue';
import { type CsvRow, readCsvRows } from '@holdfast/commerce/catalog/import/read-csv-rows';
import { findColumn, readHeader } from '@holdfast/commerce/catalog/import/read-header';
import { StackError } from '../../stack/stack-error.ts';
import { parseCount, parseMillionths, parseTime } from './parse-cells.ts';

const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;
type Row = CsvRow<(typeof COLUMNS)[number]>;

export type InvoiceLine = {
  /** As a spreadsheet shows it. */
  row: number;
  stockCode: string;
  /** The stock code where the file says nothing. */
  title: string;
  /** Below zero for what came back or was lost. */
  quantity: number;
  /** Millionths of a pound: some prices have parts of a penny. */
  price: number;
};

export type Invoice = {
  /** A credited one begins with a C. */
  number: string;
  /** Of its first line, ms since 1970. */
  at: number;
  customer: string | undefined;
  country: string | undefined;
  lines: InvoiceLine[];
};

export type InvoiceFile = {
  invoices: Invoice[];
  /** The beginning of the content's SHA-256: what is made for one file never meets what is made for another. */
  fingerprint: string;
};

const MOST_ISSUES = 10;

/**
 * Reads a file in the layout of UCI's "Online Retail". Invoices stand in the order of their first lines.
 * @throws StackError that names the rows which cannot be read, ten at most
 */
export async function readInvoices(file: string): Promise<InvoiceFile> {
  const bytes = await readFile(file).catch((error: Error) => {
    throw new StackError(`The invoices cannot be read: ${error.message}.`);
  });
  try {
    return {
      invoices: await parseInvoices(new TextDecoder().decode(bytes)),
      fingerprint: createHash('sha256').update(bytes).digest('hex').slice(0, 8),
    };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new StackError(`${file} is no file of invoices: ${error.message}`);
  }
}

async function parseInvoices(text: string): Promise<Invoice[]> {
  const invoices = new Map<string, Invoice>();
  const issues: string[] = [];
  const layout = {
    columnOf: (name: string) => findColumn(COLUMNS, name),
    required: COLUMNS,
    origin: 'the data set "Online Retail"',
  };
  for await (const row of readCsvRows(inOnePiece(text), (cells) => readHeader(cells, layout))) {
    const read = readRow(row);
    if (typeof read === 'string') issues.push(`row ${row.row}: ${read}`);
    else addLine(invoices, read);
  }
  if (issues.length > 0) throw new StackError(describeIssues(issues));
  return [...invoices.values()];
}

async function* inOnePiece(text: string): AsyncGenerator<string> {
  yield text;
}

/** An invoice of one line, or what is wrong with the row. */
function readRow(row: Row): Invoice | string {
  const at = parseTime(row.cell('InvoiceDate'));
  const quantity = parseCount(row.cell('Quantity'));
  const price = parseMillionths(row.cell('UnitPrice'));
  const [number, stockCode] = [row.cell('InvoiceNo'), row.cell('StockCode')];
  if (!row.isComplete) return 'it does not have as many cells as the header';
  if (number === '' || stockCode === '') return 'an invoice number and a stock code are needed';
  if (at === null) return `"${row.cell('InvoiceDate')}" is no time as 12-31-2010 08:26`;
  if (quantity === null || quantity === 0) return `"${row.cell('Quantity')}" is no quantity`;
  if (price === null)
    return `"${row.cell('UnitPrice')}" is no price as 2.55, and a price is never below zero`;
  return {
    number,
    at,
    customer: row.cell('CustomerID') || undefined,
    country: row.cell('Country') || undefined,
    lines: [{ row: row.row, stockCode, title: row.cell('Description') || stockCode, quantity, price }],
  };
}

function addLine(invoices: Map<string, Invoice>, read: Invoice): void {
  const known = invoices.get(read.number);
  if (known) known.lines.push(...read.lines);
  else invoices.set(read.number, read);
}

function describeIssues(issues: string[]): string {
  const more = issues.length - MOST_ISSUES;
  const shown = issues.slice(0, MOST_ISSUES).map((issue) => `  ${issue}`);
  return [
    'The file of invoices cannot be replayed:',
    ...shown,
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n');
}
