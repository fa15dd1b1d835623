import { handleSchema } from '@holdfast/shared/contracts/catalog';
import type { PriceColumns, ProductRow } from './columns.ts';
import type { ImportIssue } from './import-issue.ts';
import { parseImages } from './parse-images.ts';
import type { Parsed } from './parse-cells.ts';
import { parseOptionNames, parseVariants } from './parse-variants.ts';
import type { ProductDraft } from './product-draft.ts';
import { ProductIssues } from './product-issues.ts';
import { sanitizeDescription } from './sanitize-description.ts';
import { translateTexts } from './translate-product.ts';
import type { Translations } from './translations.ts';

/** The product, or what is wrong with its rows. */
export type ParsedProduct = { draft: ProductDraft; issues: [] } | { draft: null; issues: ImportIssue[] };

/** What the rows alone do not say. */
export type FileTerms = PriceColumns & { locale: string; translations: Translations };

/** `rows` are those of one product, in the file's order. */
export function parseProduct(
  [first, ...more]: [ProductRow, ...ProductRow[]],
  terms: FileTerms,
): ParsedProduct {
  const rows = [first, ...more];
  const issues = new ProductIssues();
  for (const row of rows) if (!row.isComplete) issues.add(row, null, WRONG_WIDTH);
  // Cells that have slid into other columns say nothing.
  if (issues.found.length > 0) return { draft: null, issues: issues.found };
  const draft = readDraft(rows, { first, terms, issues });
  return issues.found.length > 0 ? { draft: null, issues: issues.found } : { draft, issues: [] };
}

const WRONG_WIDTH =
  'The row does not have as many cells as the header. Put a cell that holds a comma in quotes.';

type Reading = { first: ProductRow; terms: FileTerms; issues: ProductIssues };

function readDraft(rows: ProductRow[], { first, terms, issues }: Reading): ProductDraft {
  const handle = first.cell('Handle');
  const handleProblem = handleSchema.safeParse(handle).error?.issues[0];
  if (handleProblem) issues.add(first, 'Handle', `"${handle.slice(0, 80)}": ${handleProblem.message}`);
  if (!first.cell('Title'))
    issues.add(first, 'Title', 'The title is missing in the first row of the product.');
  const optionNames = parseOptionNames(first, issues);
  const variants = parseVariants(rows, { optionNames, prices: terms, issues });
  const tags = parseTags(first.cell('Tags'));
  const { translations } = terms;
  const text = {
    title: issues.text(first, 'Title'),
    description: sanitizeDescription(first.cell('Body (HTML)')),
  };
  return {
    row: first.row,
    line: first.line,
    handle,
    texts: [{ locale: terms.locale, ...text }, ...translateTexts(handle, text, translations)],
    vendor: issues.text(first, 'Vendor') || null,
    tags,
    status: readStatus(first, issues),
    categories: toCategories(issues.text(first, 'Type'), tags, translations),
    options: optionNames.map((name, index) => ({
      name,
      translations: translations.find('option', name),
      values: [...new Set(variants.map(({ optionValues }) => optionValues[index] ?? ''))].map((value) => ({
        value,
        translations: translations.find('value', value),
      })),
    })),
    variants,
    images: parseImages(rows, issues),
  };
}

function readStatus(first: ProductRow, issues: ProductIssues): ProductDraft['status'] {
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
function toCategories(type: string, tags: string[], translations: Translations): ProductDraft['categories'] {
  const byHandle = new Map<string, string>();
  for (const title of type ? [type] : tags) {
    const handle = slugify(title);
    // A name of signs alone has no address to be found under; as a tag it stays.
    if (handleSchema.safeParse(handle).success && !byHandle.has(handle)) byHandle.set(handle, title);
  }
  return [...byHandle].map(([handle, title]) => ({
    handle,
    title,
    translations: translations.find('category', title),
  }));
}

/** "Knives & Tools" is "knives-tools"; letters keep their script and lose their accents. */
function slugify(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();
  return plain.replace(/[^\p{Ll}\p{Lo}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
}
