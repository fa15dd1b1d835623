/**
 * Where a caller's own last write stands, `<epoch>.<bytes of WAL>`: told with the answer to a write, shown with the reads that
 * come after it. Opaque to whoever carries it.
 */
export const LSN_HEADER = 'x-holdfast-lsn';

/** The same in a browser, which shows it by itself. */
export const LSN_COOKIE = 'hf_lsn';
