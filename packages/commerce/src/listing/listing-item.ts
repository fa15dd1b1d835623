import { Prisma } from '@holdfast/db/prisma';
import { availabilitySchema, type CatalogItem } from '@holdfast/shared/contracts/catalog';
import { describeImage, type Shelf } from '../catalog/catalog-sql.ts';
import { availabilityName } from './availability-rank.ts';

/** A row of a page. Amounts in minor units; `key` is its value of the sort. */
export type ItemRow = {
  id: string;
  key: number;
  handle: string;
  title: string;
  imageUrl: string | null;
  imageAlt: string | null;
  amount: number;
  compareAt: number | null;
  availability: string;
};

/** The columns of an item, of `listing`. */
export function itemColumns({ currency }: Shelf): Prisma.Sql {
  const offer = Prisma.sql`listing.offers -> ${currency}`;
  return Prisma.sql`
    listing.product_id AS id, listing.handle, listing.title, listing.image_url AS "imageUrl", listing.image_alt AS "imageAlt",
    (${offer} ->> 0)::float8 AS amount, (${offer} ->> 1)::float8 AS "compareAt",
    ${availabilityName(Prisma.sql`(${offer} ->> 2)::integer`)} AS availability`;
}

/** The row of `listing` of a product on the shelf; a condition. */
export function isListingOf(productId: Prisma.Sql, { channelId, locale }: Shelf): Prisma.Sql {
  return Prisma.sql`listing.product_id = ${productId}
    AND listing.channel_id = ${channelId}::uuid AND listing.locale = ${locale}`;
}

export function toItem(row: ItemRow, shelf: Shelf): CatalogItem {
  const { currency } = shelf;
  const image = row.imageUrl === null ? null : { url: row.imageUrl, alt: row.imageAlt ?? '' };
  return {
    id: row.id,
    handle: row.handle,
    title: row.title,
    image: image && describeImage(image, row.title, shelf),
    priceFrom: { amount: row.amount, currency },
    compareAt: row.compareAt === null ? null : { amount: row.compareAt, currency },
    availability: availabilitySchema.parse(row.availability),
  };
}
