const MOST_WORDS = 8;

/** What was typed, as lower-case words without repetition. */
export function searchWords(q: string): string[] {
  const words = q.normalize('NFC').toLowerCase().split(/\s+/u).filter(Boolean);
  return [...new Set(words)].slice(0, MOST_WORDS);
}
