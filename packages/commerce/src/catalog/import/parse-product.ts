import { handleSchema } from '@holdfast/shared/contracts/catalog';
import type { ImportIssue } from './import-issue.ts';
import { parseImages } from './parse-images.ts';
import type { Parsed } from './parse-cells.ts';
import { parseOptionNames, parseVariants } from './parse-variants.ts';
import type { ProductDraft } from './product-draft.ts';
import { ProductIssues } from './product-issues.ts';
import type { CsvRow } from './read-csv-rows.ts';
import { sanitizeDescription } from './sanitize-description.ts';

/** The product, or what is wrong with its rows. */
export type ParsedProduct = { draft: ProductDraft; issues: [] } | { draft: null; issues: ImportIssue[] };

/** `rows` are those of one product, in the file's order; prices are in `currency`. */
export function parseProduct([first, ...more]: [CsvRow, ...CsvRow[]], currency: string): ParsedProduct {
  const rows = [first, ...more];
  const issues = new ProductIssues();
  for (const row of rows) if (!row.isComplete) issues.add(row, null, WRONG_WIDTH);
  // Cells that have slid into other columns say nothing.
  if (issues.found.length > 0) return { draft: null, issues: issues.found };
  const draft = readDraft(rows, { first, currency, issues });
  return issues.found.length > 0 ? { draft: null, issues: issues.found } : { draft, issues: [] };
}

const WRONG_WIDTH =
  'The row does not have as many cells as the header. Put a cell that holds a comma in quotes.';

type Reading = { first: CsvRow; currency: string; issues: ProductIssues };

function readDraft(rows: CsvRow[], { first, currency, issues }: Reading): ProductDraft {
  const handle = first.cell('Handle');
  const handleProblem = handleSchema.safeParse(handle).error?.issues[0];
  if (handleProblem) issues.add(first, 'Handle', `"${handle.slice(0, 80)}": ${handleProblem.message}`);
  if (!first.cell('Title'))
    issues.add(first, 'Title', 'The title is missing in the first row of the product.');
  const optionNames = parseOptionNames(first, issues);
  const variants = parseVariants(rows, { optionNames, currency, issues });
  const tags = parseTags(first.cell('Tags'));
  return {
    row: first.row,
    line: first.line,
    handle,
    title: issues.text(first, 'Title'),
    description: sanitizeDescription(first.cell('Body (HTML)')),
    vendor: issues.text(first, 'Vendor') || null,
    tags,
    status: readStatus(first, issues),
    categories: toCategories(issues.text(first, 'Type'), tags),
    options: optionNames.map((name, index) => ({
      name,
      values: [...new Set(variants.map(({ optionValues }) => optionValues[index] ?? ''))],
    })),
    variants,
    images: parseImages(rows, issues),
  };
}

function readStatus(first: CsvRow, issues: ProductIssues): ProductDraft['status'] {
  const status = issues.read(first, 'Status', parseStatus);
  const isPublished = issues.read(first, 'Published', parsePublished) ?? true;
  return status ?? (isPublished ? 'active' : 'draft');
}

function parseStatus(text: string): Parsed<ProductDraft['status']> {
  const status = text.toLowerCase();
  if (status === 'active' || status === 'draft' || status === 'archived') return { value: status };
  return { reason: `"${text}" is not a status. Write active, draft or archived.` };
}

function parsePublished(text: string): Parsed<boolean> {
  const answer = text.toLowerCase();
  if (answer === 'true' || answer === 'false') return { value: answer === 'true' };
  return { reason: `"${text}" is neither true nor false.` };
}

function parseTags(text: string): string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean),
    ),
  ];
}

/** The product's type, or when there is none each of its tags. */
function toCategories(type: string, tags: string[]): ProductDraft['categories'] {
  const byHandle = new Map<string, string>();
  for (const title of type ? [type] : tags) {
    const handle = slugify(title);
    // A name of signs alone has no address to be found under; as a tag it stays.
    if (handleSchema.safeParse(handle).success && !byHandle.has(handle)) byHandle.set(handle, title);
  }
  return [...byHandle].map(([handle, title]) => ({ handle, title }));
}

/** "Knives & Tools" is "knives-tools"; letters keep their script and lose their accents. */
function slugify(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();
  return plain.replace(/[^\p{Ll}\p{Lo}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
}
