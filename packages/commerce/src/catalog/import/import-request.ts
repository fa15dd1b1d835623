export type ImportProgress = {
  phase: 'checking' | 'writing';
  bytes: number;
  totalBytes: number;
  rows: number;
  products: number;
};

export type ImportRequest = {
  file: string;
  /** Texts in other locales, in the layout of Shopify's translation export. */
  translations?: string | undefined;
  dryRun: boolean;
  /** Of the prices in the plain columns; the channel's default one when it is missing. */
  currency?: string | undefined;
  onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Stops the import between two products; what is written stays. */
  signal?: AbortSignal | undefined;
};
