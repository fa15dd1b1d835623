import { Prisma, type Queryable } from '@holdfast/db/prisma';
import type { Shelf } from '../catalog/catalog-sql.ts';

/** A word of a search, with what else it may mean; all in the form of `search_words`. */
export type SearchWord = {
  word: string;
  /** Stems of an English word; none of one like "the". A Hebrew word without what it may begin with. */
  forms: string[];
  synonyms: string[];
  /** Known words that begin with it, their stems rather, then those that hold it; the most frequent ones. */
  longer: string[];
  /** Known words that it may have been meant for. */
  meant: string[];
  /** Ids of the categories whose title has it. */
  categories: string[];
  /** In how many products it or one of its forms is, as of the last rebuild. */
  documents: number;
  /** How many products there are, as PostgreSQL knows it by and by. */
  products: number;
};

const MOST_WORDS = 8;
/** Of those that begin alike this many at most are compared by how frequent they are. */
const MOST_COMPARED = 500;
const MOST_LONGER = 12;
const MOST_HOLDING = 8;
const SHORTEST_HELD = 3;
const MOST_MEANT = 5;

/**
 * The words of what a shopper typed, without repetition. Words that say nothing are left out where others say something. How many there
 * are is not told to the planner (`SELECT search_words`): it would else plan the statement, which costs more than running it, for each text.
 */
export async function findWords(client: Queryable, q: string, shelf: Shelf): Promise<SearchWord[]> {
  const { locale } = shelf;
  const words = await client.$queryRaw<SearchWord[]>`
    SELECT token.word, coalesce(search_forms(token.word), '{}') AS forms, '{}'::text[] AS meant,
           ARRAY(SELECT synonym FROM search_synonym WHERE locale = ${locale} AND word = token.word
                 UNION
                 SELECT word FROM search_synonym WHERE locale = ${locale} AND synonym = token.word) AS synonyms,
           ARRAY(${beginning(locale)}) || ARRAY(${holding(locale)}) AS longer,
           ARRAY(${categoriesCalled(shelf)}) AS categories,
           (SELECT coalesce(max(documents), 0) FROM listing_word
            WHERE locale = ${locale} AND word = ANY(token.word || search_forms(token.word))) AS documents,
           (SELECT (greatest(reltuples, 0) / (SELECT cardinality(locales) FROM channel WHERE id = ${shelf.channelId}::uuid))::float8
            FROM pg_class WHERE oid = 'listing'::regclass) AS products
    FROM (SELECT word, min(place) AS place FROM unnest((SELECT search_words(${q}))) WITH ORDINALITY AS t (word, place)
          GROUP BY word ORDER BY place LIMIT ${MOST_WORDS}) AS token
    ORDER BY token.place`;
  const telling = words.filter(({ word, forms }) => forms.length > 0 || !/^[a-z]+$/.test(word));
  return telling.length > 0 ? telling : words;
}

/**
 * The most frequent ones, and of words and their stems the stems alone: what the word finds is all found by its stem. Not by one
 * that has a stem itself, and would go for that one: "canvases" is found by "canvas", and "canvas" by "canva".
 */
function beginning(locale: string): Prisma.Sql {
  return Prisma.sql`
    WITH longer AS MATERIALIZED (
      SELECT word, documents FROM (
        SELECT word, documents FROM listing_word
        WHERE locale = ${locale} AND word > token.word AND word < token.word || chr(1114111)
        ORDER BY word LIMIT ${MOST_COMPARED}) AS known
      ORDER BY documents DESC, word LIMIT ${MOST_LONGER})
    SELECT word FROM longer
    WHERE NOT EXISTS (
      SELECT FROM longer AS stem
      WHERE stem.word <> longer.word AND stem.word = ANY(search_forms(longer.word)) AND search_forms(stem.word) = ARRAY[stem.word])
    ORDER BY documents DESC, word`;
}

/** Not of short words, which are in all others. The index of parts finds them. */
function holding(locale: string): Prisma.Sql {
  return Prisma.sql`
    SELECT word FROM listing_word
    WHERE char_length(token.word) >= ${SHORTEST_HELD}
      AND locale = ${locale} AND word LIKE '%' || token.word || '%' AND NOT starts_with(word, token.word)
    ORDER BY documents DESC, word LIMIT ${MOST_HOLDING}`;
}

/** A title in the default locale counts where there is none in the shopper's. The last word may be half typed. */
function categoriesCalled({ locale, defaultLocale }: Shelf): Prisma.Sql {
  return Prisma.sql`
    SELECT category_id::text FROM category_translation AS called
    WHERE words @@ (quote_literal(token.word) || ':*' || coalesce(
            (SELECT string_agg(' | ' || quote_literal(form), '') FROM unnest(search_forms(token.word)) AS form), ''))::tsquery
      AND (locale = ${locale} OR locale = ${defaultLocale}
      AND NOT EXISTS (SELECT FROM category_translation WHERE category_id = called.category_id AND locale = ${locale}))`;
}

/** The words with the known ones that they are nearly spelt like: by trigrams, and with two letters that stand the wrong way round. */
export async function findMeant(
  client: Queryable,
  words: SearchWord[],
  locale: string,
): Promise<SearchWord[]> {
  const typed = words.map(({ word }) => ({ word, swapped: swaps(word) }));
  const rows = await client.$queryRaw<{ word: string; meant: string[] }[]>`
    SELECT typed.word, ARRAY(
      SELECT known.word FROM (
        SELECT word, similarity(word, typed.word) AS nearness FROM listing_word
        WHERE locale = ${locale} AND word % typed.word
        UNION
        SELECT word, 1 FROM listing_word WHERE locale = ${locale} AND word = ANY(typed.swapped)
      ) AS known
      WHERE known.word <> typed.word
      GROUP BY known.word ORDER BY max(nearness) DESC, known.word LIMIT ${MOST_MEANT}) AS meant
    FROM jsonb_to_recordset(${JSON.stringify(typed)}::jsonb) AS typed (word text, swapped text[])`;
  const meant = new Map(rows.map((row) => [row.word, row.meant]));
  return words.map((word) => ({ ...word, meant: meant.get(word.word) ?? [] }));
}

function swaps(word: string): string[] {
  const letters = Array.from(word);
  return letters
    .slice(1)
    .map((letter, index) =>
      [...letters.slice(0, index), letter, letters[index], ...letters.slice(index + 2)].join(''),
    );
}
