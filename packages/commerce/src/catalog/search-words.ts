import { Prisma } from '@holdfast/db/prisma';

const MOST_WORDS = 8;

/** What a shopper typed, as lower-case words without repetition. */
export function searchWords(q: string): string[] {
  const words = q.normalize('NFC').toLowerCase().split(/\s+/u).filter(Boolean);
  return [...new Set(words)].slice(0, MOST_WORDS);
}

/**
 * How well `product` with its `text.title` matches, null when one of the words is nowhere. A word counts most at
 * the title's beginning, less at another word's, less inside a word, in vendor or tags, or nearly spelt so.
 * The collation is named because a database of locale C lowers ASCII letters alone.
 */
export function matchScore(words: string[]): Prisma.Sql {
  if (words.length === 0) return Prisma.sql`(1000000000 - product.position)::bigint`;
  return Prisma.sql`(
    SELECT CASE WHEN bool_and(points IS NOT NULL) THEN sum(points) END::bigint
    FROM unnest(${words}::text[]) AS word
    CROSS JOIN LATERAL (
      SELECT lower(text.title COLLATE pg_c_utf8) AS title,
             lower(concat_ws(' ', product.vendor, array_to_string(product.tags, ' ')) COLLATE pg_c_utf8) AS rest
    ) AS shown
    CROSS JOIN LATERAL (
      SELECT CASE
        WHEN starts_with(title, word) THEN 400
        WHEN strpos(title, ' ' || word) > 0 THEN 300
        WHEN strpos(title, word) > 0 THEN 200
        WHEN strpos(rest, word) > 0 THEN 150
        WHEN word_similarity(word, title) >= 0.5 THEN (100 * word_similarity(word, title))::integer
      END AS points
    ) AS scored)`;
}
