import { z } from 'zod';
import { currencySchema, MAX_UNIT_AMOUNT, moneySchema } from '../money.ts';
import { cursorSchema, idSchema, isStorable, localeSchema, marketSchema, pageLimitSchema } from './common.ts';

export const availabilitySchema = z.enum(['in_stock', 'low_stock', 'out_of_stock', 'back_order']);
export type Availability = z.infer<typeof availabilitySchema>;

export const handleSchema = z
  .string()
  .min(1)
  .max(255)
  .regex(
    /^[\p{Ll}\p{Lo}\p{N}]+(?:[-_][\p{Ll}\p{Lo}\p{N}]+)*$/u,
    'A handle is lower-case words joined by hyphens.',
  );

/** `url` is absolute, or a path that begins with "/" on the shop's own address. */
export const imageSchema = z.object({ url: z.string(), alt: z.string() });

export const catalogSortSchema = z.enum(['featured', 'newest', 'price_asc', 'price_desc']);
export type CatalogSort = z.infer<typeof catalogSortSchema>;

export const catalogListInput = marketSchema
  .extend({
    category: handleSchema.optional(),
    sort: catalogSortSchema.default('featured'),
    cursor: cursorSchema.optional(),
    limit: pageLimitSchema,
  })
  .prefault({});
export type CatalogListInput = z.output<typeof catalogListInput>;

export const catalogItemSchema = z.object({
  id: idSchema,
  handle: z.string(),
  title: z.string(),
  image: imageSchema.nullable(),
  priceFrom: moneySchema,
  /** The former price of the variant that `priceFrom` is of; null when it has none. */
  compareAt: moneySchema.nullable(),
  availability: availabilitySchema,
});
export type CatalogItem = z.infer<typeof catalogItemSchema>;

export const catalogPageSchema = z.object({
  items: z.array(catalogItemSchema),
  nextCursor: z.string().nullable(),
});
export type CatalogPage = z.infer<typeof catalogPageSchema>;

export const catalogProductInput = marketSchema.extend({ handle: handleSchema });
export type CatalogProductInput = z.output<typeof catalogProductInput>;

const chosenOptionSchema = z.object({ name: z.string(), value: z.string() });

export const variantSchema = z.object({
  id: idSchema,
  sku: z.string().nullable(),
  /** The option values joined, "Small / Blue"; the product's title when it has no options. */
  title: z.string(),
  options: z.array(chosenOptionSchema),
  price: moneySchema,
  compareAt: moneySchema.nullable(),
  availability: availabilitySchema,
  /** Address of the picture that shows this variant, one of the product's images; null when none does. */
  image: z.string().nullable(),
});

export const productSchema = z.object({
  id: idSchema,
  handle: z.string(),
  title: z.string(),
  /** Sanitised HTML: paragraphs, lists, emphasis and links. */
  description: z.string(),
  categories: z.array(z.object({ handle: z.string(), title: z.string() })),
  images: z.array(imageSchema),
  options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
  variants: z.array(variantSchema),
});
export type Product = z.infer<typeof productSchema>;

export const catalogSearchInput = marketSchema.extend({
  q: z.string().trim().max(200).refine(isStorable, 'This holds characters that are no text.'),
  filters: z
    .object({
      category: z.array(handleSchema).max(20).optional(),
      availability: z.array(availabilitySchema).max(4).optional(),
    })
    .optional(),
  cursor: cursorSchema.optional(),
  limit: pageLimitSchema,
});
export type CatalogSearchInput = z.output<typeof catalogSearchInput>;

export const catalogSearchSchema = catalogPageSchema.extend({
  facets: z.array(
    z.object({ name: z.string(), values: z.array(z.object({ value: z.string(), count: z.int() })) }),
  ),
  total: z.int(),
  /** There are `total` at least: "1,000+". */
  isTotalCapped: z.boolean(),
  /** Facets, by name, whose counts say how many there are at least. */
  cappedFacets: z.array(z.string()),
});
export type CatalogSearch = z.infer<typeof catalogSearchSchema>;

export const catalogSuggestInput = catalogSearchInput.pick({ q: true, locale: true, currency: true });
export type CatalogSuggestInput = z.output<typeof catalogSuggestInput>;

export const catalogSuggestionsSchema = catalogSearchSchema.pick({
  items: true,
  total: true,
  isTotalCapped: true,
});
export type CatalogSuggestions = z.infer<typeof catalogSuggestionsSchema>;

export const catalogCategoriesInput = z.object({ locale: localeSchema.optional() }).default({});

export type Category = { handle: string; title: string; children: Category[] };
export const categorySchema: z.ZodType<Category> = z.object({
  handle: z.string(),
  title: z.string(),
  get children() {
    return z.array(categorySchema);
  },
});

export const productStatusSchema = z.enum(['draft', 'active', 'archived']);

export const adminProductListInput = z
  .object({
    /** Words of the title, the beginning of a SKU, or a handle. */
    q: z.string().trim().max(200).refine(isStorable, 'This holds characters that are no text.').optional(),
    status: productStatusSchema.optional(),
    /** `low`: some variant has 5 or fewer to sell; `out`: some variant has none. */
    stock: z.enum(['low', 'out']).optional(),
    cursor: cursorSchema.optional(),
    limit: pageLimitSchema,
  })
  .prefault({});
export type AdminProductListInput = z.output<typeof adminProductListInput>;

/** By title, in the channel's default locale and currency; stock is the sum over the variants on sale. */
export const adminProductListSchema = z.object({
  items: z.array(
    z.object({
      id: idSchema,
      handle: z.string(),
      title: z.string(),
      status: productStatusSchema,
      image: imageSchema.nullable(),
      variants: z.int(),
      priceFrom: moneySchema.nullable(),
      onHand: z.int(),
      allocated: z.int(),
      /** The least that a variant has to sell. */
      lowestAvailable: z.int(),
      updatedAt: z.iso.datetime(),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type AdminProductList = z.infer<typeof adminProductListSchema>;

export const adminProductGetInput = z.object({ handle: handleSchema });

export const adminProductSchema = z.object({
  id: idSchema,
  handle: z.string(),
  title: z.string(),
  status: productStatusSchema,
  vendor: z.string().nullable(),
  images: z.array(imageSchema),
  /** What the channel sells in; the first is its default. */
  currencies: z.array(currencySchema),
  variants: z.array(
    z.object({
      id: idSchema,
      sku: z.string().nullable(),
      title: z.string(),
      image: z.string().nullable(),
      prices: z.array(z.object({ price: moneySchema, compareAt: moneySchema.nullable() })),
      onHand: z.int(),
      allocated: z.int(),
      available: z.int(),
    }),
  ),
});
export type AdminProduct = z.infer<typeof adminProductSchema>;

export const setPriceInput = z
  .object({
    variantId: idSchema,
    /** Minor units. Zero is a price: a gift costs nothing. */
    amount: z.int().min(0).max(MAX_UNIT_AMOUNT),
    currency: currencySchema,
    /**
     * The former price, minor units, above `amount`; null for none. When it is not given, the one that is known stays
     * while it is above the new price, and is cleared otherwise.
     */
    compareAt: z.int().min(0).max(MAX_UNIT_AMOUNT).nullable().optional(),
  })
  .refine(({ amount, compareAt }) => compareAt === undefined || compareAt === null || compareAt > amount, {
    path: ['compareAt'],
    message: 'The former price must be above the price.',
  });
export const setPriceOutput = z.object({
  variantId: idSchema,
  price: moneySchema,
  compareAt: moneySchema.nullable(),
});
