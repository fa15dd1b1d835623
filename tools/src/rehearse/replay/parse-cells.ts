const MILLIONTHS = 1_000_000;

/** "12-01-2010 08:26" or "12/1/2010 8:26", month first, as ms since 1970; null when it is no such time. */
export function parseTime(text: string): number | null {
  const match = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4}) (\d{1,2}):(\d{2})$/.exec(text);
  if (!match) return null;
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0] = match.slice(1).map(Number);
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute));
  // A 31st of June would become a 1st of July.
  const isReal = time.getUTCMonth() === month - 1 && time.getUTCDate() === day && time.getUTCHours() === hour;
  return isReal ? time.getTime() : null;
}

/** A whole number, perhaps below zero; null when it is none. */
export function parseCount(text: string): number | null {
  return /^-?\d{1,7}$/.test(text) ? Number(text) : null;
}

/** "2.55" in millionths, never through a float; null when it is no plain decimal of six digits at most, or below zero. */
export function parseMillionths(text: string): number | null {
  const match = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) return null;
  const [, whole = '0', fraction = ''] = match;
  return Number(whole) * MILLIONTHS + Number(fraction.padEnd(6, '0'));
}
