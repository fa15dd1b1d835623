import type { ProductRow } from './columns.ts';
import { parseImageUrl, parsePosition } from './parse-cells.ts';
import type { ProductDraft } from './product-draft.ts';
import type { ProductIssues } from './product-issues.ts';

/** The product's images by their position, those without one behind; an address that repeats counts once. */
export function parseImages(rows: ProductRow[], issues: ProductIssues): ProductDraft['images'] {
  const byUrl = new Map<string, { url: string; alt: string; position: number }>();
  for (const row of rows) {
    const url = issues.read(row, 'Image Src', parseImageUrl);
    const position = issues.read(row, 'Image Position', parsePosition) ?? Number.MAX_SAFE_INTEGER;
    if (url && !byUrl.has(url)) byUrl.set(url, { url, alt: row.cell('Image Alt Text'), position });
  }
  return [...byUrl.values()].sort((a, b) => a.position - b.position).map(({ url, alt }) => ({ url, alt }));
}
