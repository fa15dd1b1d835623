import type { Translated } from './translations.ts';

/** Where in the file something stands. */
export type Place = { row: number; line: number };

/** Amounts in minor units. */
export type PriceDraft = { currency: string; amount: number; compareAt: number | null };

/** What the file says of a variant. */
export type VariantDraft = Place & {
  /** Identity within the product: the option values in the options' order, as a JSON array. */
  optionKey: string;
  optionValues: string[];
  sku: string | null;
  barcode: string | null;
  /** Currencies that are not named are left alone. */
  prices: PriceDraft[];
  grams: number;
  /** Pieces on hand; null when the file says nothing of it, and what is known stays. */
  onHand: number | null;
  /** How many more than are on hand may be sold; null when the file says nothing of it. */
  backOrderLimit: number | null;
  imageUrl: string | null;
  /** False when the shop that exported it did not count its stock. */
  isTracked: boolean;
};

/** What the file says of a product, checked. */
export type ProductDraft = Place & {
  handle: string;
  /** In the default locale, and in those that the translations name. `description` is sanitised HTML. */
  texts: { locale: string; title: string; description: string }[];
  vendor: string | null;
  tags: string[];
  status: 'draft' | 'active' | 'archived';
  categories: { handle: string; title: string; translations: Translated[] }[];
  options: {
    name: string;
    translations: Translated[];
    values: { value: string; translations: Translated[] }[];
  }[];
  variants: VariantDraft[];
  images: { url: string; alt: string }[];
};
