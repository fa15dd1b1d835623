export type ImportProgress = {
  phase: 'checking' | 'writing';
  bytes: number;
  totalBytes: number;
  rows: number;
  products: number;
};

export type ImportRequest = {
  file: string;
  dryRun: boolean;
  /** Of the prices; the channel's default one when it is missing. */
  currency?: string | undefined;
  onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Stops the import between two products; what is written stays. */
  signal?: AbortSignal | undefined;
};
