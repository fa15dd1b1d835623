import { Prisma } from '@holdfast/db/prisma';
import { FORMER_PRICE, VARIANT_AVAILABILITY } from '../catalog/catalog-sql.ts';
import { availabilityRank } from './availability-rank.ts';
import { sliceOf } from './slices.ts';

/** What a product is found by beside its title. */
const LABELS = Prisma.sql`concat_ws(' ', vendor, array_to_string(tags, ' '))`;

/**
 * For WITH, over the products of these ids: `sold`, those that are for sale, by channel. OFFSET 0: prices are looked for variant by
 * variant, where a plan for many products would read all prices of the shop.
 */
export function soldProducts(productIds: string[]): Prisma.Sql {
  return Prisma.sql`
    stocked AS MATERIALIZED (
      SELECT variant.id, variant.product_id, ${availabilityRank(VARIANT_AVAILABILITY)} AS rank
      FROM variant
      WHERE variant.product_id = ANY(${productIds}::uuid[]) AND variant.archived_at IS NULL
    ),
    priced AS (
      SELECT stocked.product_id, price.channel_id, price.currency, price.amount, ${FORMER_PRICE} AS compare_at, stocked.rank
      FROM stocked CROSS JOIN LATERAL (SELECT * FROM variant_price WHERE variant_id = stocked.id OFFSET 0) AS price
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
 * In `terms` each stands behind the locale and the slice of the featured order (`sliceOf`): a word of the title as =word, its first
 * one as ^word too; one of vendor or tags as .word; a category as # and its id. An index of words knows neither places nor the
 * other columns, so all that is asked for has to be a part of the word.
 */
export const WANTED_LISTINGS = Prisma.sql`
  titled AS MATERIALIZED (
    SELECT row_number() OVER () AS line, sold.*, shown.locale, coalesce(text.title, fallback.title, sold.handle) AS title,
           image.url, image.alt, shown.locale = channel.default_locale AS is_default,
           shown.locale || ${sliceOf(Prisma.sql`sold.position`)} AS slice
    FROM sold
    JOIN channel ON channel.id = sold.channel_id
    CROSS JOIN LATERAL unnest(channel.locales) AS shown (locale)
    LEFT JOIN product_translation AS text ON text.product_id = sold.id AND text.locale = shown.locale
    LEFT JOIN product_translation AS fallback
      ON fallback.product_id = sold.id AND fallback.locale = channel.default_locale
    LEFT JOIN LATERAL (
      SELECT url, alt FROM product_image WHERE product_id = sold.id ORDER BY position, id LIMIT 1) AS image ON true
  ),
  said AS MATERIALIZED (
    SELECT line, locale, slice, word, CASE place WHEN 1 THEN 1 ELSE 2 END AS mark
    FROM titled CROSS JOIN LATERAL unnest(search_words(title)) WITH ORDINALITY AS t (word, place)
    UNION ALL
    SELECT line, locale, slice, unnest(words), 3
    FROM (SELECT text, search_words(text) AS words
          FROM (SELECT DISTINCT ${LABELS} AS text FROM titled) AS label) AS label
    JOIN titled ON ${LABELS} = label.text
  ),
  form AS MATERIALIZED (
    SELECT word, unnest(word || search_forms(word)) AS found_by FROM (SELECT DISTINCT word FROM said) AS known
  ),
  marked AS MATERIALIZED (
    SELECT said.line, said.locale, said.slice, form.found_by, min(said.mark) AS mark
    FROM said JOIN form USING (word)
    GROUP BY said.line, said.locale, said.slice, form.found_by
  ),
  lexed AS (
    SELECT line, array_agg(slice || CASE WHEN mark = 3 THEN '.' ELSE '=' END || found_by)
                 || coalesce(array_agg(slice || '^' || found_by) FILTER (WHERE mark = 1), '{}') AS lexemes
    FROM marked GROUP BY line
  ),
  wanted_listing AS MATERIALIZED (
    SELECT titled.id AS product_id, titled.channel_id, titled.locale, titled.handle, titled.title, titled.url AS image_url,
           CASE WHEN titled.is_default THEN titled.alt END AS image_alt, titled.position, titled.category_ids, titled.offers,
           array_to_tsvector(lexed.lexemes
             || ARRAY(SELECT concat(titled.slice, '#', category_id) FROM unnest(titled.category_ids) AS filed (category_id))) AS terms
    FROM titled LEFT JOIN lexed USING (line)
  )`;

/**
 * For WITH, after `sold`: `wanted_place`, the rows of `listing_place` as they are to be. On the shelf of all goods and on those of
 * categories: each of the two is found by the index of shelves, both at once are not.
 */
export const WANTED_PLACES = Prisma.sql`
  wanted_place AS MATERIALIZED (
    SELECT sold.id AS product_id, shelf.id AS shelf_id, sold.position, sold.published_at, offer.amount
    FROM sold
    JOIN offer ON offer.product_id = sold.id AND offer.channel_id = sold.channel_id
    JOIN listing_shelf AS shelf ON shelf.channel_id = offer.channel_id AND shelf.currency = offer.currency
      AND shelf.category_id IS NULL
    UNION ALL
    SELECT filed.id, shelf.id, filed.position, filed.published_at, offer.amount
    FROM (SELECT id, channel_id, position, published_at, unnest(category_ids) AS category_id FROM sold) AS filed
    JOIN offer ON offer.product_id = filed.id AND offer.channel_id = filed.channel_id
    JOIN listing_shelf AS shelf ON shelf.channel_id = offer.channel_id AND shelf.currency = offer.currency
      AND shelf.category_id = filed.category_id
  )`;

/** The columns of `wanted_listing` and `wanted_place`, as those of the tables are called. */
export const LISTING_COLUMNS = Prisma.raw(
  'product_id, channel_id, locale, handle, title, image_url, image_alt, position, category_ids, offers, terms',
);
export const PLACE_COLUMNS = Prisma.raw('product_id, shelf_id, position, published_at, amount');

/** For WITH, after `marked`: the words that are new to the shop, in their order for the sake of those who bring the same ones. */
export const NEW_WORDS = Prisma.sql`
  new_word AS (
    INSERT INTO listing_word (locale, word)
    SELECT locale, found_by FROM (SELECT DISTINCT locale, found_by FROM marked) AS used
    WHERE NOT EXISTS (SELECT FROM listing_word WHERE locale = used.locale AND word = used.found_by)
    ORDER BY locale, found_by
    ON CONFLICT DO NOTHING
  )`;

/** A statement that makes the shelves which these products need. */
export function makeShelves(productIds: string[]): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO listing_shelf (channel_id, currency, category_id)
    SELECT * FROM (
      SELECT DISTINCT price.channel_id, price.currency, filed.category_id
      FROM variant
      CROSS JOIN LATERAL (SELECT channel_id, currency FROM variant_price WHERE variant_id = variant.id OFFSET 0) AS price
      CROSS JOIN LATERAL (
        SELECT NULL::uuid UNION ALL SELECT category_id FROM product_category WHERE product_id = variant.product_id
      ) AS filed (category_id)
      WHERE variant.product_id = ANY(${productIds}::uuid[])
    ) AS needed
    WHERE NOT EXISTS (
      SELECT FROM listing_shelf
      WHERE channel_id = needed.channel_id AND currency = needed.currency
        AND category_id IS NOT DISTINCT FROM needed.category_id)
    ORDER BY channel_id, currency, category_id
    ON CONFLICT DO NOTHING`;
}
