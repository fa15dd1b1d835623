/** A figure in words; null stays null, as what is not known has no words. */
type Written = string | null;

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export function formatCount(count: number | null): Written {
  return count === null ? null : WHOLE.format(count);
}

/** Per second: one decimal, as a queue's rate over 10 s moves in tenths. */
export function formatRate(rate: number | null): Written {
  return rate === null ? null : TENTHS.format(rate);
}

/** A share from 0 to 1. Only a whole is 100 %. */
export function formatRatio(ratio: number | null): Written {
  if (ratio === null) return null;
  return `${TENTHS.format(Math.floor(ratio * 1_000) / 10)} %`;
}

export function formatMs(ms: number | null): Written {
  if (ms === null) return null;
  return ms < 10 && ms > 0
    ? `${TENTHS.format(ms)} ms`
    : ms < 1_000
      ? `${WHOLE.format(ms)} ms`
      : formatAge(ms);
}

/** How long something has lasted: its two largest units. */
export function formatAge(ms: number): string;
export function formatAge(ms: number | null): Written;
export function formatAge(ms: number | null): Written {
  if (ms === null) return null;
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 10 && ms > 0 && ms % 1_000 !== 0) return `${TENTHS.format(Math.floor(ms / 100) / 10)} s`;
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (minutes === 0) return `${seconds} s`;
  if (hours === 0) return `${minutes} min ${seconds % 60} s`;
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export function formatBytes(bytes: number | null): Written {
  if (bytes === null) return null;
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), BYTE_UNITS.length - 1);
  return `${(step === 0 ? WHOLE : TENTHS).format(bytes / 1_024 ** step)} ${BYTE_UNITS[step]}`;
}
