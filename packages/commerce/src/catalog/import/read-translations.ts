import type { ImportContext } from './import-context.ts';
import { type IssueList, UnreadableFile } from './import-issue.ts';
import { openCsvFile } from './open-csv-file.ts';
import { parseCode } from './parse-cells.ts';
import { type CsvRow, readCsvRows } from './read-csv-rows.ts';
import { findColumn, readHeader } from './read-header.ts';
import { sanitizeDescription } from './sanitize-description.ts';
import { type TranslatedKind, type Translation, Translations } from './translations.ts';

const REQUIRED = [
  'Type',
  'Identification',
  'Field',
  'Locale',
  'Default content',
  'Translated content',
] as const;
const COLUMNS = [...REQUIRED, 'Market'] as const;
type TranslationColumn = (typeof COLUMNS)[number];
type TranslationRow = CsvRow<TranslationColumn>;

const MOST_CHARACTERS = 255;

/** The translated fields that Holdfast has a place for, by type and field. */
const KINDS = new Map<string, TranslatedKind>([
  ['PRODUCT title', 'title'],
  ['PRODUCT body_html', 'body'],
  ['PRODUCT product_type', 'category'],
  ['PRODUCT_OPTION name', 'option'],
  ['PRODUCT_OPTION_VALUE name', 'value'],
]);

type Reading = {
  context: ImportContext;
  issues: IssueList;
  found: Translation[];
  /** Of products, by their id in the shop that exported them. */
  handles: Map<string, string>;
};

/**
 * The texts of a file in the layout of Shopify's translation export; `issues` hears what is wrong with it. Rows of
 * other resources, of one market alone, and those without a translation are passed over.
 */
export async function readTranslations(
  path: string,
  context: ImportContext,
  issues: IssueList,
): Promise<Translations> {
  const reading: Reading = { context, issues, found: [], handles: new Map() };
  try {
    await readRows(path, reading);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    issues.add([error.issue], 'translations');
  }
  return gather(reading);
}

async function readRows(path: string, reading: Reading): Promise<void> {
  const file = await openCsvFile(path);
  try {
    const rows = readCsvRows(file.read(), (cells) =>
      readHeader<TranslationColumn>(cells, {
        columnOf: (name) => findColumn(COLUMNS, name),
        required: REQUIRED,
        origin: "Shopify's translation export",
      }),
    );
    for await (const row of rows) readRow(row, reading);
  } finally {
    await file.close();
  }
}

type Problem = { column: TranslationColumn | null; reason: string };

const WRONG_WIDTH: Problem = {
  column: null,
  reason: 'The row does not have as many cells as the header. Put a cell that holds a comma in quotes.',
};

function readRow(row: TranslationRow, reading: Reading): void {
  if (!row.isComplete) return refuse(row, WRONG_WIDTH, reading.issues);
  const [type, field] = [row.cell('Type').toUpperCase(), row.cell('Field').toLowerCase()];
  const id = parseCode(row.cell('Identification')) ?? '';
  const original = row.cell('Default content');
  if (type === 'PRODUCT' && field === 'handle' && id && original) reading.handles.set(id, original);
  const kind = KINDS.get(`${type} ${field}`);
  const text = row.cell('Translated content');
  if (!kind || !text || row.cell('Market')) return;
  const key = kind === 'title' || kind === 'body' ? id : original;
  const problem = findProblem(row, { kind, key, text }, reading.context);
  if (problem) return refuse(row, problem, reading.issues);
  reading.found.push({
    kind,
    key,
    locale: row.cell('Locale'),
    text: kind === 'body' ? sanitizeDescription(text) : text,
    row: row.row,
  });
}

function findProblem(
  row: TranslationRow,
  { kind, key, text }: Pick<Translation, 'kind' | 'key' | 'text'>,
  { locale, locales }: ImportContext,
): Problem | null {
  const named = row.cell('Locale');
  if (!key && (kind === 'title' || kind === 'body')) {
    return {
      column: 'Identification',
      reason: "Which product it is of is missing. Write the product's handle.",
    };
  }
  if (!key) return { column: 'Default content', reason: 'What is translated is missing. Write the word.' };
  if (named === locale) {
    return { column: 'Locale', reason: `Texts in ${locale} stand in the product file.` };
  }
  if (!locales.includes(named)) {
    const others = locales.filter((other) => other !== locale).join(', ');
    return { column: 'Locale', reason: `The shop is not written in "${named}". Write one of: ${others}.` };
  }
  if (kind !== 'body' && text.length > MOST_CHARACTERS) {
    const reason = `The text has ${text.length} characters; at most ${MOST_CHARACTERS} are taken.`;
    return { column: 'Translated content', reason };
  }
  return null;
}

/** A product's id becomes its handle where the file gives it; elsewhere it is the handle. */
function gather({ found, handles, issues }: Reading): Translations {
  const translations = new Translations();
  for (const translation of found) {
    const key = handles.get(translation.key) ?? translation.key;
    const isOfProduct = translation.kind === 'title' || translation.kind === 'body';
    const earlier = translations.add(isOfProduct ? { ...translation, key } : translation);
    if (!earlier) continue;
    const reason = `Row ${earlier.row} translates the same otherwise. Delete one.`;
    issues.add([{ row: translation.row, line: null, column: 'Translated content', reason }], 'translations');
  }
  return translations;
}

function refuse({ row, line }: TranslationRow, problem: Problem, issues: IssueList): void {
  issues.add([{ row, line, ...problem }], 'translations');
}
