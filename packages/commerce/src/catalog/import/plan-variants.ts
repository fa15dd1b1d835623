import { v7 as uuidv7 } from 'uuid';
import { isSame } from './is-same.ts';
import type { KnownVariant } from './load-products.ts';
import type { PriceDraft, ProductDraft, VariantDraft } from './product-draft.ts';

type VariantRow = Pick<
  KnownVariant,
  'id' | 'optionKey' | 'sku' | 'barcode' | 'position' | 'grams' | 'imageUrl'
>;
type OptionLink = { variantId: string; valueId: string };

/** A variant of the file beside the one that the database knows by the same option values. */
export type MatchedVariant = { id: string; draft: VariantDraft; known: KnownVariant | undefined };

export type VariantPlan = {
  matched: MatchedVariant[];
  write: VariantRow[];
  /** Known ones that the file has no more. */
  archive: string[];
  addLinks: OptionLink[];
  removeLinks: OptionLink[];
  prices: (PriceDraft & { variantId: string })[];
};

/** One that was archived and stands in the file again comes back as it was. */
export function planVariants(
  { variants }: ProductDraft,
  known: KnownVariant[],
  valueIds: Map<string, string>[],
): VariantPlan {
  const byKey = new Map(known.map((variant) => [variant.optionKey, variant]));
  const kept = new Set(variants.map(({ optionKey }) => optionKey));
  const plan: VariantPlan = {
    matched: [],
    write: [],
    archive: known.filter((v) => !v.isArchived && !kept.has(v.optionKey)).map(({ id }) => id),
    addLinks: [],
    removeLinks: [],
    prices: [],
  };
  for (const [index, draft] of variants.entries()) {
    const before = byKey.get(draft.optionKey);
    const id = before?.id ?? uuidv7();
    plan.matched.push({ id, draft, known: before });
    planRow(plan, { id, draft, known: before }, index + 1);
    planLinks(plan, { id, draft, known: before }, valueIds);
  }
  return plan;
}

function planRow(plan: VariantPlan, { id, draft, known }: MatchedVariant, position: number): void {
  const { optionKey, sku, barcode, grams, imageUrl, prices } = draft;
  const row = { id, optionKey, sku, barcode, position, grams, imageUrl };
  if (!isSame(known, { ...row, isArchived: false })) plan.write.push(row);
  for (const price of prices) {
    if (!known?.prices.some((other) => isSame(other, price))) plan.prices.push({ variantId: id, ...price });
  }
}

function planLinks(
  plan: VariantPlan,
  { id, draft, known }: MatchedVariant,
  valueIds: Map<string, string>[],
): void {
  const wanted = draft.optionValues.map((value, index) => valueIds[index]?.get(value) ?? '');
  const before = known?.valueIds ?? [];
  const toLink = (valueId: string): OptionLink => ({ variantId: id, valueId });
  plan.addLinks.push(...wanted.filter((valueId) => !before.includes(valueId)).map(toLink));
  plan.removeLinks.push(...before.filter((valueId) => !wanted.includes(valueId)).map(toLink));
}
