import type { ImportIssue } from './import-issue.ts';
import type { ProductRow } from './columns.ts';
import { type FileTerms, type ParsedProduct, parseProduct } from './parse-product.ts';

/** A product with the number of its rows; `draft` is null when the issues forbid it. */
export type ReadProduct = ParsedProduct & { rows: number };

/**
 * Gathers the rows of each product, which stand together in an export, and parses them. Holds one product at a
 * time, and the handles that it has seen.
 */
export async function* readProducts(
  rows: AsyncIterable<ProductRow>,
  terms: FileTerms,
): AsyncGenerator<ReadProduct> {
  const firstRows = new Map<string, number>();
  let group: ProductRow[] = [];
  for await (const row of rows) {
    const handle = row.cell('Handle');
    if (!handle) {
      yield refuse(row, "The handle is missing. Repeat the product's handle in each of its rows.");
    } else if (group[0]?.cell('Handle') === handle) {
      group.push(row);
    } else {
      if (group.length > 0) yield closeGroup(group, { terms, firstRows });
      group = [row];
    }
  }
  if (group.length > 0) yield closeGroup(group, { terms, firstRows });
}

type Seen = { terms: FileTerms; firstRows: Map<string, number> };

function closeGroup(group: ProductRow[], { terms, firstRows }: Seen): ReadProduct {
  const [first, ...more] = group;
  if (!first) throw new Error('a product without rows');
  const handle = first.cell('Handle');
  const earlier = firstRows.get(handle);
  if (earlier !== undefined) {
    const reason = `"${handle}" began in row ${earlier} and other products came between. Move its rows together.`;
    return { ...refuse(first, reason), rows: group.length };
  }
  firstRows.set(handle, first.row);
  return { ...parseProduct([first, ...more], terms), rows: group.length };
}

function refuse(row: ProductRow, reason: string): ReadProduct {
  const issue: ImportIssue = { row: row.row, line: row.line, column: 'Handle', reason };
  return { draft: null, issues: [issue], rows: 1 };
}
