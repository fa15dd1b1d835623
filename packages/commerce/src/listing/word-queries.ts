import type { SearchWord } from './find-words.ts';

/**
 * What a word asks of `listing.terms`, as texts of tsquery: each is better than the next, and `any` is all of them. What a word
 * stands for is marked as in `listing.terms`; EACH_SLICE stands for the number of a slice.
 */
export type WordQueries = { first: string; title: string; near: string; elsewhere: string; any: string };

/** In no word, and in no locale. */
export const EACH_SLICE = '~';

const FIRST = '^';
const TITLE = '=';
const ELSEWHERE = '.';
const CATEGORY = '#';
/** What stands in front of a word. */
const prefixOf = (locale: string, mark: string): string => `${locale}${EACH_SLICE}${mark}`;
/** In front of a category's id. */
export const categoryMark = (locale: string): string => prefixOf(locale, CATEGORY);

/** An English word is asked for by its stem alone, by which all of its forms are found. */
export function wordQueries(word: SearchWord, locale: string): WordQueries {
  const stems = /^[a-z]/.test(word.word) ? word.forms : [];
  const exact = stems.length > 0 ? stems : [word.word];
  const near = [...word.forms, ...word.synonyms, ...word.longer].filter((other) => !exact.includes(other));
  const lexemes = (words: string[], ...marks: string[]): string[] =>
    // A word of `search_words` holds neither quotes nor backslashes.
    words.flatMap((each) => marks.map((mark) => `'${prefixOf(locale, mark)}${each}'`));
  const title = lexemes(exact, TITLE);
  const nearTitle = lexemes(near, TITLE);
  const elsewhere = [...lexemes([...exact, ...near], ELSEWHERE), ...lexemes(word.categories, CATEGORY)];
  const meant = lexemes(word.meant, TITLE, ELSEWHERE);
  return {
    first: either(lexemes(exact, FIRST)),
    title: either(title),
    near: either(nearTitle),
    elsewhere: either(elsewhere),
    any: either([...title, ...nearTitle, ...elsewhere, ...meant]),
  };
}

function either(alternatives: string[]): string {
  return [...new Set(alternatives)].join(' | ');
}
