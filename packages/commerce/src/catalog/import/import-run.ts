import type { Deps } from '../../deps.ts';
import type { ImportContext } from './import-context.ts';
import type { ImportCounts } from './import-counts.ts';
import type { ImportIssue, IssueList } from './import-issue.ts';
import type { ImportProgress, ImportRequest } from './import-request.ts';
import type { CsvFile } from './open-csv-file.ts';
import type { StockRefusal } from './plan-stock.ts';
import { readProductHeader } from './columns.ts';
import type { Translations } from './translations.ts';
import { readCsvRows } from './read-csv-rows.ts';
import { type ReadProduct, readProducts } from './read-products.ts';
import { findHolders } from '../../inventory/find-holders.ts';

/** What the two passes of one import share. */
export type ImportRun = {
  request: ImportRequest;
  context: ImportContext;
  /** Of the pass that runs. */
  counts: ImportCounts;
  issues: IssueList;
  translations: Translations;
  /** Variants whose stock the exporting shop did not count. */
  untracked: number;
};

/** The products of the file from its beginning; reports how far the reading is, and ends when it is to stop. */
export async function* readFileProducts(
  file: CsvFile,
  run: ImportRun,
  phase: ImportProgress['phase'],
): AsyncGenerator<ReadProduct> {
  const progress: ImportProgress = { phase, bytes: 0, totalBytes: file.bytes, rows: 0, products: 0 };
  const text = file.read((bytes) => {
    progress.bytes = bytes;
  });
  const rows = readCsvRows(text, (cells) => readProductHeader(cells, run.context));
  for await (const product of readProducts(rows, { ...run.context, translations: run.translations })) {
    if (run.request.signal?.aborted) return;
    run.counts.rows += product.rows;
    progress.rows += product.rows;
    progress.products += 1;
    yield product;
    run.request.onProgress?.(progress);
  }
}

const NAMED_ORDERS = 5;

/** Says of each refused level which orders hold what is promised. */
export async function explainRefusals(deps: Deps, refusals: StockRefusal[]): Promise<ImportIssue[]> {
  const issues = refusals.map(async ({ row, line, stockItemId, allocated, least }) => {
    const orders = (await findHolders(deps.db.primary, stockItemId, NAMED_ORDERS)).join(', ');
    const reason = `${allocated} are promised to orders${orders && ` (${orders})`}. Write at least ${least}, or cancel orders first.`;
    return { row, line, column: 'Variant Inventory Qty', reason };
  });
  return Promise.all(issues);
}
