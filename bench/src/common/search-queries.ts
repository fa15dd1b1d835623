const SHORTEST = 2;

/** The beginnings of a word, as they are typed, and the word itself. */
function beginnings(word: string): string[] {
  if (word.length < SHORTEST) return [];
  return Array.from({ length: word.length - SHORTEST + 1 }, (_, index) => word.slice(0, SHORTEST + index));
}

function pairsOf(title: string): string[] {
  const words = title.toLowerCase().split(/\s+/u).map(beginnings);
  return words.flatMap((first) =>
    words.flatMap((second) =>
      first === second ? [] : first.flatMap((start) => second.map((next) => `${start} ${next}`)),
    ),
  );
}

/**
 * Distinct words to search for, each two words or beginnings of them from one title, so that each finds something. As
 * evenly of all titles as can be, and the same for the same titles.
 * @throws Error when the titles give fewer
 */
export function searchQueries(titles: string[], count: number): string[] {
  const all = [...new Set(titles.flatMap(pairsOf))];
  if (all.length < count) throw new Error(`The titles give ${all.length} searches; ${count} are needed.`);
  return Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)] ?? '');
}
