import type { Column, ProductRow } from './columns.ts';
import type { ImportIssue } from './import-issue.ts';
import type { Parsed } from './parse-cells.ts';

const MOST_CHARACTERS = 255;

/** Reads the cells of one product's rows and collects what is wrong with them. */
export class ProductIssues {
  readonly found: ImportIssue[] = [];

  add(place: Pick<ProductRow, 'row' | 'line'>, column: Column | null, reason: string): void {
    this.found.push({ row: place.row, line: place.line, column, reason });
  }

  /** A short text, as long as a title may be. */
  text(row: ProductRow, column: Column): string {
    const text = row.cell(column);
    if (text.length > MOST_CHARACTERS) {
      this.add(row, column, `The text has ${text.length} characters; at most ${MOST_CHARACTERS} are taken.`);
    }
    return text;
  }

  /** The parsed cell; null when it is empty or wrong. */
  read<T>(row: ProductRow, column: Column, parse: (text: string) => Parsed<T>): T | null {
    const text = row.cell(column);
    if (text === '') return null;
    const parsed = parse(text);
    if ('value' in parsed) return parsed.value;
    this.add(row, column, parsed.reason);
    return null;
  }
}
