import { v7 as uuidv7 } from 'uuid';
import { isSame } from './is-same.ts';
import type { KnownProduct } from './load-products.ts';
import { newTranslations } from './new-translations.ts';
import { type OptionPlan, planOptions } from './plan-options.ts';
import { planStock, type StockPlan } from './plan-stock.ts';
import { planVariants, type VariantPlan } from './plan-variants.ts';
import type { ProductDraft } from './product-draft.ts';

export type ImagePlan = {
  remove: string[];
  write: { id: string; url: string; alt: string; position: number }[];
  /** How many of the written are known, and how many need no writing. */
  changed: number;
  unchanged: number;
};

type CategoryPlan = {
  add: ProductDraft['categories'];
  remove: string[];
  translate: { handle: string; locale: string; text: string }[];
};

/**
 * What must be written so that the database says what the file says; parts that are empty or null say it
 * already. Rows to write carry their id, so that a new row and a changed one are written the same way.
 */
export type ProductPlan = {
  productId: string;
  handle: string;
  isNew: boolean;
  product: Pick<ProductDraft, 'status' | 'vendor' | 'tags'> | null;
  texts: ProductDraft['texts'];
  categories: CategoryPlan;
  images: ImagePlan;
  options: OptionPlan;
  variants: VariantPlan;
  stock: StockPlan;
};

/** Compares the draft with what is known. Locales and currencies that the draft does not name are left alone. */
export function planProduct(draft: ProductDraft, known: KnownProduct | undefined): ProductPlan {
  const { status, vendor, tags } = draft;
  const options = planOptions(draft, known?.options ?? []);
  const variants = planVariants(draft, known?.variants ?? [], options.valueIds);
  return {
    productId: known?.id ?? uuidv7(),
    handle: draft.handle,
    isNew: !known,
    product: isSame(known, { status, vendor, tags }) ? null : { status, vendor, tags },
    texts: draft.texts.filter((text) => !known?.texts.some((other) => isSame(other, text))),
    categories: planCategories(draft.categories, known?.categories ?? []),
    images: planImages(draft.images, known?.images ?? []),
    options,
    variants,
    stock: planStock(variants.matched),
  };
}

/** Nothing to write: the database says it already. */
export function isUnchanged(plan: ProductPlan): boolean {
  const { options, variants, stock, images, categories } = plan;
  const parts = [
    [plan.texts, categories.add, categories.remove, categories.translate, images.remove, images.write],
    [options.remove, options.write, options.writeValues, options.translate, options.translateValues],
    [variants.write, variants.archive, variants.addLinks, variants.removeLinks, variants.prices],
    [stock.newItems, stock.newLevels, stock.moves, stock.raiseLimits, stock.lowerLimits],
  ];
  return !plan.product && parts.flat().every((rows) => rows.length === 0);
}

function planCategories(wanted: ProductDraft['categories'], known: KnownProduct['categories']): CategoryPlan {
  const byHandle = new Map(known.map((category) => [category.handle, category]));
  const handles = new Set(wanted.map(({ handle }) => handle));
  return {
    add: wanted.filter(({ handle }) => !byHandle.has(handle)),
    remove: [...byHandle.keys()].filter((handle) => !handles.has(handle)),
    translate: wanted.flatMap(({ handle, translations }) =>
      newTranslations(translations, byHandle.get(handle)?.translations).map(({ locale, text }) => ({
        handle,
        locale,
        text,
      })),
    ),
  };
}

function planImages(wanted: ProductDraft['images'], known: KnownProduct['images']): ImagePlan {
  const byUrl = new Map(known.map((image) => [image.url, image]));
  const rows = wanted.map((image, index) => ({
    ...image,
    position: index + 1,
    id: byUrl.get(image.url)?.id ?? uuidv7(),
  }));
  const write = rows.filter((row) => !isSame(byUrl.get(row.url), row));
  return {
    remove: known.filter(({ url }) => !wanted.some((image) => image.url === url)).map(({ id }) => id),
    write,
    changed: write.filter(({ url }) => byUrl.has(url)).length,
    unchanged: rows.length - write.length,
  };
}
