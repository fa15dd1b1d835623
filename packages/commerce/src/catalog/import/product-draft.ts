/** Where in the file something stands. */
export type Place = { row: number; line: number };

/** What the file says of a variant. Amounts in minor units of the import's currency. */
export type VariantDraft = Place & {
  /** Identity within the product: the option values in the options' order, as a JSON array. */
  optionKey: string;
  optionValues: string[];
  sku: string | null;
  barcode: string | null;
  amount: number;
  compareAt: number | null;
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
  title: string;
  /** Sanitised HTML. */
  description: string;
  vendor: string | null;
  tags: string[];
  status: 'draft' | 'active' | 'archived';
  categories: { handle: string; title: string }[];
  options: { name: string; values: string[] }[];
  variants: VariantDraft[];
  images: { url: string; alt: string }[];
};
