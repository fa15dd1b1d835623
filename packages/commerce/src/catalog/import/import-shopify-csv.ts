import type { Deps } from '../../deps.ts';
import { checkProducts } from './check-products.ts';
import { openImportContext } from './import-context.ts';
import { type ImportCounts, noCounts } from './import-counts.ts';
import { type FileIssue, IssueList, UnreadableFile } from './import-issue.ts';
import type { ImportRequest } from './import-request.ts';
import type { ImportRun } from './import-run.ts';
import { type CsvFile, openCsvFile } from './open-csv-file.ts';
import { readTranslations } from './read-translations.ts';
import { Translations } from './translations.ts';
import { writeProducts } from './write-products.ts';

/**
 * `refused`: something is wrong with the file and the catalog is as before. `checked`: a dry run found nothing
 * wrong; `counts` is what an import would do. `imported`: the catalog says what the file says. `incomplete`:
 * products named in `issues` could not be written as the stock has moved since the check; all others were.
 * `stopped`: by the signal; `counts` is what was done until then.
 */
export type ImportReport = {
  status: 'refused' | 'checked' | 'imported' | 'incomplete' | 'stopped';
  currency: string;
  counts: ImportCounts;
  /** The first hundred of `issueCount`. */
  issues: FileIssue[];
  issueCount: number;
  notes: string[];
};

/**
 * Brings the products of a CSV file in the layout of Shopify's product export into the catalog, and with them
 * their texts in other locales when a translation file is named. A first pass reads the whole file and compares it with the database; only when nothing is wrong a second one writes,
 * each product in a transaction of its own. What the database says already is not written again.
 * Files of at most 15 MB, the limit of Shopify's own import; memory is bounded by 100 products.
 * @throws DomainError VALIDATION when the channel does not sell in the currency.
 */
export async function importShopifyCsv(deps: Deps, request: ImportRequest): Promise<ImportReport> {
  const context = await openImportContext(deps, request.currency);
  const issues = new IssueList();
  const translations = request.translations
    ? await readTranslations(request.translations, context, issues)
    : new Translations();
  const run: ImportRun = { context, counts: noCounts(), issues, translations, untracked: 0, request };
  const status = await runPasses(deps, run);
  return {
    status,
    currency: context.currency,
    counts: run.counts,
    issues: run.issues.kept,
    issueCount: run.issues.count,
    notes: status === 'refused' ? [] : notesOn(run),
  };
}

async function runPasses(deps: Deps, run: ImportRun): Promise<ImportReport['status']> {
  let file: CsvFile | undefined;
  let isWriting = false;
  try {
    file = await openCsvFile(run.request.file);
    await checkProducts(deps, file, run);
    if (run.issues.count > 0) return 'refused';
    if (run.request.signal?.aborted) return 'stopped';
    if (run.request.dryRun) return 'checked';
    run.counts = noCounts();
    isWriting = true;
    await writeProducts(deps, file, run);
    if (run.request.signal?.aborted) return 'stopped';
    return run.issues.count > 0 ? 'incomplete' : 'imported';
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    run.issues.add([error.issue]);
    return isWriting ? 'incomplete' : 'refused';
  } finally {
    await file?.close();
  }
}

function notesOn(run: ImportRun): string[] {
  return [untrackedNote(run), unusedNote(run)].filter((note) => note !== null);
}

function untrackedNote({ untracked }: ImportRun): string | null {
  if (untracked === 0) return null;
  const which = untracked === 1 ? '1 variant has' : `${untracked} variants have`;
  return `${which} no inventory tracker in the file. Holdfast tracks every item: they sell until their quantity is gone.`;
}

/** A file of fewer products may come with all of the translations; a misspelt word looks the same. */
function unusedNote({ translations }: ImportRun): string | null {
  const unused = translations.unused();
  const [first] = unused;
  if (!first) return null;
  const which = unused.length === 1 ? '1 translation fits' : `${unused.length} translations fit`;
  return `${which} nothing in the product file; the first is row ${first.row}, ${first.kind} "${first.key}".`;
}
