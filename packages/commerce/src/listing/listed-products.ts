import { Prisma } from '@holdfast/db/prisma';
import { FORMER_PRICE, VARIANT_AVAILABILITY } from '../catalog/catalog-sql.ts';
import { availabilityRank } from './availability-rank.ts';

/** For WITH, over the products of these ids: `sold`, those that are for sale, by channel. */
export function soldProducts(productIds: string[]): Prisma.Sql {
  return Prisma.sql`
    stocked AS MATERIALIZED (
      SELECT variant.id, variant.product_id, ${availabilityRank(VARIANT_AVAILABILITY)} AS rank
      FROM variant
      WHERE variant.product_id = ANY(${productIds}::uuid[]) AND variant.archived_at IS NULL
    ),
    priced AS (
      SELECT stocked.product_id, price.channel_id, price.currency, price.amount, ${FORMER_PRICE} AS compare_at, stocked.rank
      FROM stocked JOIN variant_price AS price ON price.variant_id = stocked.id
    ),
    offer AS MATERIALIZED (
      SELECT DISTINCT ON (product_id, channel_id, currency) product_id, channel_id, currency, amount, compare_at,
             min(rank) OVER (PARTITION BY product_id, channel_id, currency) AS rank
      FROM priced
      ORDER BY product_id, channel_id, currency, amount, compare_at DESC NULLS LAST
    ),
    sold AS MATERIALIZED (
      SELECT product.id, product.handle, product.vendor, product.tags, product.position, product.published_at, offered.*,
             ARRAY(SELECT category_id FROM product_category
                   WHERE product_id = product.id ORDER BY category_id) AS category_ids
      FROM product
      JOIN (SELECT product_id, channel_id,
                   jsonb_object_agg(currency, jsonb_build_array(amount, compare_at, rank)) AS offers
            FROM offer GROUP BY product_id, channel_id) AS offered ON offered.product_id = product.id
      WHERE product.id = ANY(${productIds}::uuid[]) AND product.status = 'active'
    )`;
}

/**
 * For WITH, after `sold`: `wanted_listing`, the rows of `listing` as they are to be, and `found_by`, each word with what finds it.
 * A word stands in `words` once, marked by its best place: ^ the title's first, = another of the title, else vendor and tags; a category
 * is #id. An index of words knows no places, so the place has to be a part of the word.
 */
export const WANTED_LISTINGS = Prisma.sql`
  titled AS MATERIALIZED (
    SELECT sold.*, shown.locale, coalesce(text.title, fallback.title, sold.handle) AS title, image.url, image.alt,
           shown.locale = channel.default_locale AS is_default
    FROM sold
    JOIN channel ON channel.id = sold.channel_id
    CROSS JOIN LATERAL unnest(channel.locales) AS shown (locale)
    LEFT JOIN product_translation AS text ON text.product_id = sold.id AND text.locale = shown.locale
    LEFT JOIN product_translation AS fallback
      ON fallback.product_id = sold.id AND fallback.locale = channel.default_locale
    LEFT JOIN LATERAL (
      SELECT url, alt FROM product_image WHERE product_id = sold.id ORDER BY position, id LIMIT 1) AS image ON true
  ),
  said AS (
    SELECT id, channel_id, locale, word, CASE place WHEN 1 THEN 1 ELSE 2 END AS mark
    FROM titled CROSS JOIN LATERAL unnest(search_words(title)) WITH ORDINALITY AS t (word, place)
    UNION ALL
    SELECT id, channel_id, locale, word, 3
    FROM titled CROSS JOIN LATERAL unnest(search_words(concat_ws(' ', vendor, array_to_string(tags, ' ')))) AS t (word)
  ),
  form AS MATERIALIZED (
    SELECT word, word AS found_by FROM (SELECT DISTINCT word FROM said) AS known
    UNION
    SELECT word, unnest(search_forms(word)) FROM (SELECT DISTINCT word FROM said) AS known
  ),
  marked AS MATERIALIZED (
    SELECT said.id, said.channel_id, said.locale, form.found_by, min(said.mark) AS mark
    FROM said JOIN form USING (word)
    GROUP BY said.id, said.channel_id, said.locale, form.found_by
  ),
  lexed AS (
    SELECT id, channel_id, locale, array_agg((ARRAY['^', '=', ''])[mark] || found_by) AS lexemes
    FROM marked GROUP BY id, channel_id, locale
  ),
  wanted_listing AS MATERIALIZED (
    SELECT titled.id AS product_id, titled.channel_id, titled.locale, titled.handle, titled.title, titled.url AS image_url,
           CASE WHEN titled.is_default THEN titled.alt END AS image_alt, titled.position, titled.category_ids, titled.offers,
           array_to_tsvector(lexed.lexemes
             || ARRAY(SELECT '#' || category_id FROM unnest(titled.category_ids) AS filed (category_id))) AS words
    FROM titled LEFT JOIN lexed USING (id, channel_id, locale)
  )`;
