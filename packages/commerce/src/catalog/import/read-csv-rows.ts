import { Readable } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import { UnreadableFile } from './import-issue.ts';
import type { Header } from './read-header.ts';

/** A record of the file. `cell` gives trimmed text, empty when the column or the text is missing. */
export type CsvRow<Column extends string> = {
  row: number;
  line: number;
  /** False when the record does not have as many cells as the header. */
  isComplete: boolean;
  cell(column: Column): string;
  has(column: Column): boolean;
};

type ParsedRecord = { record: string[]; info: Info };

/**
 * The records below the header, one at a time; blank ones are passed over.
 * @throws UnreadableFile for a header that lacks columns, and for quotes that do not close.
 */
export async function* readCsvRows<Column extends string>(
  text: AsyncIterable<string>,
  readHeader: (cells: string[]) => Header<Column>,
): AsyncGenerator<CsvRow<Column>> {
  const source = Readable.from(text);
  let nextLine = 1;
  let header: Header<Column> | undefined;
  let rows = 0;
  const parser = parse({
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    // The parser is ahead of us: only it knows which record it broke in.
    on_record: (parsed, { lines }) => {
      nextLine = lines + 1;
      // Looked at before anything below it can be in the way.
      header ??= readHeader((parsed as unknown as ParsedRecord).record);
      return parsed;
    },
  });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
      const isHeader = info.records === 1;
      if (!header || isHeader || record.every((cell) => cell.trim() === '')) continue;
      rows += 1;
      yield toRow({ record, info }, header);
    }
  } catch (error) {
    throw error instanceof CsvError ? brokenQuote(error, nextLine) : error;
  } finally {
    source.destroy();
  }
  if (!header) throw new UnreadableFile('The file has no header.');
  if (rows === 0) throw new UnreadableFile('The file has a header and nothing below it.');
}

function toRow<Column extends string>(
  { record, info }: ParsedRecord,
  { width, positions }: Header<Column>,
): CsvRow<Column> {
  const linesInCells = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
  return {
    row: info.records + info.empty_lines,
    line: info.lines - linesInCells,
    isComplete: record.length === width,
    cell: (column) => record[positions.get(column) ?? -1]?.trim() ?? '',
    has: (column) => positions.has(column),
  };
}

function brokenQuote(error: CsvError, line: number): UnreadableFile {
  const start = `The record that begins on line ${line}`;
  const reasons: Partial<Record<CsvError['code'], string>> = {
    CSV_QUOTE_NOT_CLOSED: `${start} opens a quote that is never closed. Close it, or delete it.`,
    INVALID_OPENING_QUOTE: `${start} has a quote in the middle of a cell. Put the whole cell in quotes and double the quotes inside: "5"" pipe".`,
    CSV_INVALID_CLOSING_QUOTE: `${start} has a quote followed by more text. Double the quotes inside a cell ("5"" pipe"), or close the cell there.`,
  };
  return new UnreadableFile(
    reasons[error.code] ?? `${start} cannot be read: ${error.message}`,
    { line },
    {
      cause: error,
    },
  );
}
