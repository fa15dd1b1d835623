import type { SearchWord } from './find-words.ts';

/**
 * What a word asks of `listing.words`, as texts of tsquery: each is better than the next, and `any` is all of them. What a word
 * stands for is marked as in `listing.words`.
 */
export type WordQueries = { first: string; title: string; near: string; elsewhere: string; any: string };

const FIRST = '^';
const TITLE = '=';
const ELSEWHERE = '';
const CATEGORY = '#';

export function wordQueries(word: SearchWord): WordQueries {
  const isStem = /^[a-z]/.test(word.word);
  const exact = [word.word, ...(isStem ? word.forms : [])];
  const near = [...(isStem ? [] : word.forms), ...word.synonyms, ...word.longer];
  const first = lexemes(exact, FIRST);
  const title = lexemes(exact, FIRST, TITLE);
  const nearTitle = lexemes(near, FIRST, TITLE);
  const elsewhere = [...lexemes([...exact, ...near], ELSEWHERE), ...lexemes(word.categories, CATEGORY)];
  const meant = lexemes(word.meant, FIRST, TITLE, ELSEWHERE);
  return {
    first: either(first),
    title: either(title),
    near: either(nearTitle),
    elsewhere: either(elsewhere),
    any: either([...title, ...nearTitle, ...elsewhere, ...meant]),
  };
}

/** All of the queries at once. */
export function every(queries: string[]): string {
  return queries.map((query) => `(${query})`).join(' & ');
}

/** A word of `search_words` holds neither quotes nor backslashes. */
function lexemes(words: string[], ...marks: string[]): string[] {
  return words.flatMap((word) => marks.map((mark) => `'${mark}${word}'`));
}

function either(alternatives: string[]): string {
  return [...new Set(alternatives)].join(' | ');
}
