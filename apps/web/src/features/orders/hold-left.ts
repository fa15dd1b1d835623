const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
/** What is said, once each, while the time runs out. */
const SAID_MINUTES = [1, 5];

/** "12:05". */
export function clockLeft(leftMs: number): string {
  const seconds = Math.ceil(leftMs / SECOND_MS);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Less than so many minutes are left; null while there is time enough. */
export function soonMinutes(leftMs: number): number | null {
  return SAID_MINUTES.find((minutes) => leftMs <= minutes * MINUTE_MS) ?? null;
}
