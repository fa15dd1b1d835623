import { Prisma } from '@holdfast/db/prisma';

const MOST_WORDS = 8;

/** What a shopper typed, as lower-case words without repetition. */
export function searchWords(q: string): string[] {
  const words = q.normalize('NFC').toLowerCase().split(/\s+/u).filter(Boolean);
  return [...new Set(words)].slice(0, MOST_WORDS);
}

/**
 * How well `product`, with its title, vendor, tags and the titles of its categories, matches: null when one of the words is nowhere.
 * Without words the featured order.
 */
export function matchScore(words: string[]): Prisma.Sql {
  if (words.length === 0) return Prisma.sql`(1000000000 - product.position)::bigint`;
  return Prisma.sql`(${Prisma.join(words.map(wordPoints), ' + ')})::bigint`;
}

/**
 * A word counts most at the title's beginning, less where another word begins, less inside a word, in vendor,
 * tags or categories, or nearly spelt so. The collation is named because a database of locale C lowers ASCII letters alone.
 */
function wordPoints(word: string): Prisma.Sql {
  const title = Prisma.sql`lower(product.title COLLATE pg_c_utf8)`;
  const rest = Prisma.sql`
    lower(concat_ws(' ', product.vendor, array_to_string(product.tags, ' '), product.categories) COLLATE pg_c_utf8)`;
  return Prisma.sql`
    CASE
      WHEN starts_with(${title}, ${word}) THEN 400
      WHEN strpos(${title}, ${` ${word}`}) > 0 THEN 300
      WHEN strpos(${title}, ${word}) > 0 THEN 200
      WHEN strpos(${rest}, ${word}) > 0 THEN 150
      WHEN word_similarity(${word}, ${title}) >= 0.4 THEN (100 * word_similarity(${word}, ${title}))::integer
    END`;
}
