import type { Deps } from '../deps.ts';

/** Rows of `listing` that are read to tell how frequent words are; all of a small shop's. */
const SAMPLE = 50_000;

/** Tells `listing_word` in about how many products each word is. A search asks this to choose its way, never to count. */
export async function countWords({ db }: Pick<Deps, 'db'>): Promise<void> {
  const [size] = await db.primary.$queryRaw<{ rows: number }[]>`SELECT count(*)::float8 AS rows FROM listing`;
  const share = Math.min(1, SAMPLE / Math.max(1, size?.rows ?? 0));
  const locales = await db.primary.$queryRaw<{ locale: string }[]>`
    SELECT DISTINCT unnest(locales) AS locale FROM channel`;
  for (const { locale } of locales) {
    await db.primary.$executeRaw`
      WITH counted AS (
        SELECT substring(word FROM '^[^#^=.]*[=.](.*)$') AS word, ceil(sum(ndoc) / ${share}::float8) AS documents
        FROM ts_stat(format('SELECT terms FROM listing TABLESAMPLE SYSTEM (%s) WHERE locale = %L', ${share * 100}::float8, ${locale}::text))
        GROUP BY 1
      )
      UPDATE listing_word SET documents = counted.documents
      FROM counted
      WHERE listing_word.locale = ${locale} AND listing_word.word = counted.word
        AND listing_word.documents <> counted.documents`;
  }
}
