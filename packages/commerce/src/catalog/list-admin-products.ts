import { Prisma } from '@holdfast/db/prisma';
import type { AdminProductList, AdminProductListInput } from '@holdfast/shared/contracts/catalog';
import type { Deps } from '../deps.ts';
import { variantLevel } from '../inventory/read-level.ts';
import { defaultChannel } from '../pricing/default-channel.ts';
import { productImage } from './catalog-sql.ts';
import { cutPage, decodeCursor } from './page-cursor.ts';
import { searchWords } from './search-words.ts';

type Item = AdminProductList['items'][number];
type Row = Omit<Item, 'priceFrom' | 'updatedAt'> & { key: number; amount: number | null; updatedAt: Date };

const ORDER = 'title';
/** At or below this many pieces to sell an operator should look. */
const LOW = 5;
const ID = Prisma.sql`product.id`;

/**
 * A page of all products for the shop's operator, by title, from the primary; drafts and archived ones too.
 * @throws DomainError VALIDATION: a cursor that is not of this list.
 */
export async function listAdminProducts(deps: Deps, input: AdminProductListInput): Promise<AdminProductList> {
  const channel = await defaultChannel(deps);
  const after = decodeCursor(ORDER, input.cursor);
  const rows = await deps.db.primary.$queryRaw<Row[]>`
    WITH titled AS MATERIALIZED (
      SELECT product.id, product.handle, product.status, product.updated_at,
             coalesce(translation.title, product.handle) AS title,
             lower(coalesce(translation.title, product.handle) COLLATE pg_c_utf8) AS sorted
      FROM product
      LEFT JOIN product_translation AS translation
        ON translation.product_id = product.id AND translation.locale = ${channel.defaultLocale}
    )
    SELECT product.id, 0 AS key, product.handle, product.title, product.status, product.updated_at AS "updatedAt",
           ${productImage(ID)} AS image, stock.variants, stock.on_hand AS "onHand", stock.allocated,
           stock.lowest_available AS "lowestAvailable",
           (SELECT min(amount)::float8 FROM variant
            JOIN variant_price AS price ON price.variant_id = variant.id
              AND price.channel_id = ${channel.id}::uuid AND price.currency = ${channel.defaultCurrency}
            WHERE variant.product_id = product.id AND variant.archived_at IS NULL) AS amount
    FROM titled AS product
    CROSS JOIN LATERAL (
      SELECT count(*)::integer AS variants, coalesce(sum(level.on_hand), 0)::float8 AS on_hand,
             coalesce(sum(level.allocated), 0)::float8 AS allocated,
             coalesce(min(coalesce(level.available, 0)), 0) AS lowest_available
      FROM variant
      LEFT JOIN LATERAL (${variantLevel(Prisma.sql`variant.id`)}) AS level ON true
      WHERE variant.product_id = product.id AND variant.archived_at IS NULL
    ) AS stock
    WHERE ${Prisma.join(conditionsOf(input), ' AND ')}
      AND ${
        after
          ? Prisma.sql`(sorted, product.id) > (SELECT sorted, id FROM titled WHERE id = ${after.id}::uuid)`
          : Prisma.sql`true`
      }
    ORDER BY sorted, product.id
    LIMIT ${input.limit + 1}`;
  const page = cutPage(rows, { order: ORDER, limit: input.limit });
  return {
    items: page.rows.map((row) => toItem(row, channel.defaultCurrency)),
    nextCursor: page.nextCursor,
  };
}

function conditionsOf({ q, status, stock }: AdminProductListInput): Prisma.Sql[] {
  const most = stock === 'low' ? LOW : 0;
  return [
    status ? Prisma.sql`product.status = ${status}::product_status` : Prisma.sql`true`,
    stock ? Prisma.sql`stock.variants > 0 AND stock.lowest_available <= ${most}` : Prisma.sql`true`,
    q ? matches(q) : Prisma.sql`true`,
  ];
}

/** Every word in the title, or the beginning of a SKU, or a handle. */
function matches(q: string): Prisma.Sql {
  return Prisma.sql`(
    (SELECT bool_and(strpos(sorted, word) > 0) FROM unnest(${searchWords(q)}::text[]) AS word)
    OR product.handle = lower(${q})
    OR EXISTS (SELECT FROM variant
               WHERE product_id = product.id AND archived_at IS NULL AND starts_with(lower(sku), lower(${q}))))`;
}

function toItem({ key: _, amount, updatedAt, ...item }: Row, currency: string): Item {
  return {
    ...item,
    priceFrom: amount === null ? null : { amount, currency },
    updatedAt: updatedAt.toISOString(),
  };
}
