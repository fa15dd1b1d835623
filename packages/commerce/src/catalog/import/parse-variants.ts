import type { Column, PriceColumns, ProductRow } from './columns.ts';
import { parseCode, parseGrams, parseImageUrl, parsePieces, parsePrice, type Parsed } from './parse-cells.ts';
import type { PriceDraft, VariantDraft } from './product-draft.ts';
import type { ProductIssues } from './product-issues.ts';

/** Shopify's "continue selling when out of stock" knows no limit; a number keeps the database's CHECK whole. */
const ENDLESS_BACK_ORDERS = 1_000_000;

const OPTIONS: { name: Column; value: Column }[] = [
  { name: 'Option1 Name', value: 'Option1 Value' },
  { name: 'Option2 Name', value: 'Option2 Value' },
  { name: 'Option3 Name', value: 'Option3 Value' },
];

/** A row that fills one of these is a variant; another is an image alone. */
const VARIANT_COLUMNS: Column[] = [
  ...OPTIONS.map(({ value }) => value),
  'Variant SKU',
  'Variant Grams',
  'Variant Inventory Qty',
  'Variant Inventory Policy',
  'Variant Price',
  'Variant Compare At Price',
  'Variant Barcode',
  'Variant Image',
];

/** The product's first row is always a variant: what is sold must have a price. */
function variantRows(rows: ProductRow[], issues: ProductIssues): ProductRow[] {
  return rows.filter((row, index) => {
    const isVariant = index === 0 || VARIANT_COLUMNS.some((column) => row.cell(column) !== '');
    if (!isVariant && !row.cell('Image Src')) {
      issues.add(row, null, 'The row holds neither a variant nor an image. Fill it in, or delete it.');
    }
    return isVariant;
  });
}

/** The names of the options, by the product's first row. "Title: Default Title" is how Shopify says none. */
export function parseOptionNames(first: ProductRow, issues: ProductIssues): string[] {
  const names = OPTIONS.map(({ name }) => issues.text(first, name));
  if (names[0] === 'Title' && first.cell('Option1 Value') === 'Default Title') return [];
  for (const [index, { name }] of OPTIONS.entries()) {
    if (names[index] && index > 0 && !names[index - 1]) {
      issues.add(first, name, 'There is no option before this one. Fill the options from the first on.');
    }
    if (names[index] && names.indexOf(names[index]) < index) {
      issues.add(first, name, `Two options are named "${names[index]}". Rename one.`);
    }
  }
  return names.filter(Boolean);
}

type Product = { optionNames: string[]; prices: PriceColumns; issues: ProductIssues };

/** The variants of a product; two with the same option values are an issue that names both rows. */
export function parseVariants(rows: ProductRow[], product: Product): VariantDraft[] {
  const byKey = new Map<string, VariantDraft>();
  for (const row of variantRows(rows, product.issues)) {
    const variant = parseVariant(row, product);
    const twin = byKey.get(variant.optionKey);
    if (twin) refuseTwin(row, twin, product);
    else byKey.set(variant.optionKey, variant);
  }
  return [...byKey.values()];
}

function refuseTwin(row: ProductRow, twin: VariantDraft, { optionNames, issues }: Product): void {
  // A missing or misplaced value has its own issue, and makes twins of rows that are none.
  if (issues.found.some((issue) => issue.row === row.row && issue.column?.startsWith('Option'))) return;
  const which =
    optionNames.length > 0 ? `the variant ${twin.optionValues.join(' / ')}` : 'a product without options';
  issues.add(
    row,
    'Option1 Value',
    `Rows ${twin.row} and ${row.row} are both ${which}. Delete one, or change its options.`,
  );
}

function parseVariant(row: ProductRow, { optionNames, prices, issues }: Product): VariantDraft {
  const optionValues = parseOptionValues(row, { optionNames, issues });
  return {
    row: row.row,
    line: row.line,
    optionKey: JSON.stringify(optionValues),
    optionValues,
    sku: parseCode(issues.text(row, 'Variant SKU')),
    barcode: parseCode(issues.text(row, 'Variant Barcode')),
    prices: parsePrices(row, prices, issues),
    grams: issues.read(row, 'Variant Grams', parseGrams) ?? 0,
    onHand: issues.read(row, 'Variant Inventory Qty', parsePieces),
    backOrderLimit: row.has('Variant Inventory Policy')
      ? (issues.read(row, 'Variant Inventory Policy', parsePolicy) ?? 0)
      : null,
    imageUrl: issues.read(row, 'Variant Image', parseImageUrl),
    isTracked: !row.has('Variant Inventory Tracker') || row.cell('Variant Inventory Tracker') !== '',
  };
}

/** In the plain columns' currency always, in others where the row says a price. */
function parsePrices(
  row: ProductRow,
  { currency, currencies }: PriceColumns,
  issues: ProductIssues,
): PriceDraft[] {
  if (row.cell('Variant Price') === '') {
    issues.add(row, 'Variant Price', 'The price is missing. Write it as 19.90.');
  }
  const others = currencies.filter((other) => other !== currency);
  return [
    readPrice(row, { currency, columns: ['Variant Price', 'Variant Compare At Price'], issues }),
    ...others.map((other) =>
      readPrice(row, {
        currency: other,
        columns: [`Variant Price / ${other}`, `Variant Compare At Price / ${other}`],
        issues,
      }),
    ),
  ].filter((price) => price !== null);
}

type PriceCells = { currency: string; columns: [Column, Column]; issues: ProductIssues };

function readPrice(row: ProductRow, { currency, columns, issues }: PriceCells): PriceDraft | null {
  const [priceColumn, compareAtColumn] = columns;
  const parse = (text: string): Parsed<number> => parsePrice(text, currency);
  const amount = issues.read(row, priceColumn, parse);
  const compareAt = issues.read(row, compareAtColumn, parse) || null;
  if (row.cell(priceColumn) === '' && compareAt !== null && row.cell('Variant Price') !== '') {
    issues.add(row, priceColumn, `There is a former price and none to sell for. Fill in "${priceColumn}".`);
  }
  return amount === null ? null : { currency, amount, compareAt };
}

function parseOptionValues(
  row: ProductRow,
  { optionNames, issues }: Pick<Product, 'optionNames' | 'issues'>,
): string[] {
  const values = OPTIONS.map(({ value }) => issues.text(row, value));
  for (const [index, { value }] of OPTIONS.entries()) {
    const name = optionNames[index];
    if (name && !values[index])
      issues.add(row, value, `The product has the option "${name}". Fill in its value.`);
    if (!name && values[index] && !isDefaultTitle(values[index], optionNames)) {
      issues.add(
        row,
        value,
        `"${values[index]}" has no option to belong to. Name the option in the product's first row.`,
      );
    }
  }
  return values.slice(0, optionNames.length);
}

function isDefaultTitle(value: string, optionNames: string[]): boolean {
  return optionNames.length === 0 && value === 'Default Title';
}

function parsePolicy(text: string): Parsed<number> {
  const policy = text.toLowerCase();
  if (policy === 'deny') return { value: 0 };
  if (policy === 'continue') return { value: ENDLESS_BACK_ORDERS };
  return { reason: `"${text}" is not an inventory policy. Write deny or continue.` };
}
