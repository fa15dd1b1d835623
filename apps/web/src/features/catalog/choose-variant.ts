import type { Product } from '@holdfast/shared/contracts/catalog';

export type Variant = Product['variants'][number];

export function isForSale({ availability }: Variant): boolean {
  return availability !== 'out_of_stock';
}

export function valueOf(variant: Variant, option: string): string | undefined {
  return variant.options.find(({ name }) => name === option)?.value;
}

/** What a product page opens with: what its address asks for, else the first that can be had. */
export function openingVariant(
  product: Product,
  query: Record<string, string | string[] | undefined>,
): Variant | undefined {
  const byId = product.variants.find(({ id }) => id === query.variant);
  if (byId) return byId;
  // The form that works before script names values, not variants.
  const wanted = product.options.map(({ name }, index) => ({ name, value: query[`option${index + 1}`] }));
  const byValues =
    wanted.some(({ value }) => value) &&
    product.variants.find((variant) => wanted.every(({ name, value }) => valueOf(variant, name) === value));
  return byValues || product.variants.find(isForSale) || product.variants[0];
}

/** The variant with this value that keeps most of what was chosen before; of equals, one that can be had. */
export function withValue(
  product: Product,
  chosen: Variant,
  change: { option: string; value: string },
): Variant | undefined {
  const kept = (variant: Variant) =>
    variant.options.filter(({ name, value }) => valueOf(chosen, name) === value).length * 2 +
    (isForSale(variant) ? 1 : 0);
  return product.variants
    .filter((variant) => valueOf(variant, change.option) === change.value)
    .reduce<Variant | undefined>(
      (best, variant) => (best && kept(best) >= kept(variant) ? best : variant),
      undefined,
    );
}

/** Whether choosing this value keeps all else that is chosen. */
export function keepsTheRest(variant: Variant, chosen: Variant, option: string): boolean {
  return variant.options.every(({ name, value }) => name === option || valueOf(chosen, name) === value);
}

/**
 * The pictures of an option's values, when each value has one of its own: then they say more than words. An option
 * whose values share pictures, as sizes do, has none.
 */
export function swatchesOf(product: Product, option: Product['options'][number]): Map<string, string> | null {
  const pictures = new Map<string, string>();
  for (const value of option.values) {
    const image = product.variants.find(
      (variant) => valueOf(variant, option.name) === value && variant.image,
    )?.image;
    if (image) pictures.set(value, image);
  }
  const isOfItsOwn = new Set(pictures.values()).size === option.values.length;
  return option.values.length > 1 && isOfItsOwn ? pictures : null;
}
