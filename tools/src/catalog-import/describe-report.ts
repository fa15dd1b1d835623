import type { FileIssue } from '@holdfast/commerce/catalog/import/import-issue';
import type { ImportReport } from '@holdfast/commerce/catalog/import/import-shopify-csv';

const HEADLINES: Record<ImportReport['status'], string> = {
  refused: 'Nothing was imported; the catalog is as before.',
  checked: 'Dry run: nothing was changed. An import would do this:',
  imported: 'Imported.',
  incomplete: 'Imported, but not the products named above; each of them is as before.',
  stopped: 'Stopped. What was written stays; the same import goes on where this one ended.',
};

/** For standard output: what was done, in a line a kind. */
export function describeReport(report: ImportReport): string {
  const headline = HEADLINES[report.status];
  if (report.status === 'refused') return headline;
  const { rows, products, variants, images } = report.counts;
  return [
    headline,
    `  rows      ${count(rows)}, prices in ${report.currency}`,
    `  products  ${count(products.created)} created, ${count(products.changed)} changed, ${count(products.unchanged)} unchanged`,
    `  variants  ${count(variants.created)} created, ${count(variants.changed)} changed, ${count(variants.removed)} archived, ${count(variants.unchanged)} unchanged`,
    `  images    ${count(images.created)} created, ${count(images.changed)} changed, ${count(images.removed)} removed, ${count(images.unchanged)} unchanged`,
    ...report.notes.map((note) => `Note: ${note}`),
  ].join('\n');
}

/** For standard error: a table of what is wrong. */
export function describeIssues({ issues, issueCount }: ImportReport): string {
  const rows = [['Row', 'Column', 'What is wrong'], ...issues.map(toCells)];
  const widths = [0, 1].map((index) => Math.max(...rows.map((cells) => cells[index]?.length ?? 0)));
  const lines = rows.map(([row = '', column = '', reason = '']) =>
    `${row.padStart(widths[0] ?? 0)}  ${column.padEnd(widths[1] ?? 0)}  ${reason}`.trimEnd(),
  );
  if (issueCount > issues.length) lines.push(`… and ${count(issueCount - issues.length)} more.`);
  return lines.join('\n');
}

/** A cell of several lines above makes the row of a spreadsheet and the line of an editor differ: both are told. */
function toCells({ file, row, line, column, reason }: FileIssue): string[] {
  const place = row === null || row === line ? `${line ?? '-'}` : `${row} (line ${line})`;
  return [file === 'products' ? place : `translations ${place}`, column ?? '', reason];
}

function count(value: number): string {
  return value.toLocaleString('en');
}
