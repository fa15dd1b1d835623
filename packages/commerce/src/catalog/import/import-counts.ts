import { isUnchanged, type ProductPlan } from './plan-product.ts';

type Changes = { created: number; changed: number; removed: number; unchanged: number };

/** What an import did, or would do. A removed variant is archived; products are never removed. */
export type ImportCounts = { rows: number; products: Changes; variants: Changes; images: Changes };

export function noCounts(): ImportCounts {
  return { rows: 0, products: noChanges(), variants: noChanges(), images: noChanges() };
}

function noChanges(): Changes {
  return { created: 0, changed: 0, removed: 0, unchanged: 0 };
}

/** Adds what the plan does to the product it is for. */
export function countPlan(counts: ImportCounts, plan: ProductPlan): void {
  if (plan.isNew) counts.products.created += 1;
  else if (isUnchanged(plan)) counts.products.unchanged += 1;
  else counts.products.changed += 1;
  countVariants(counts.variants, plan);
  countImages(counts.images, plan);
}

function countVariants(counts: Changes, { variants, stock }: ProductPlan): void {
  const written = new Set([
    ...variants.write.map(({ id }) => id),
    ...[...variants.addLinks, ...variants.removeLinks, ...variants.prices].map(({ variantId }) => variantId),
    ...stock.changedVariantIds,
  ]);
  const created = variants.matched.filter(({ known }) => !known).length;
  counts.created += created;
  counts.changed += written.size - created;
  counts.removed += variants.archive.length;
  counts.unchanged += variants.matched.length - written.size;
}

function countImages(counts: Changes, { images }: ProductPlan): void {
  counts.created += images.write.length - images.changed;
  counts.changed += images.changed;
  counts.removed += images.remove.length;
  counts.unchanged += images.unchanged;
}
