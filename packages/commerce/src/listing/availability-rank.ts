import { Prisma } from '@holdfast/db/prisma';
import type { Availability } from '@holdfast/shared/contracts/catalog';

/** Best first: a product is as available as the best of its variants. An offer has its place here, from 1 on. */
const AVAILABILITIES: Availability[] = ['in_stock', 'low_stock', 'back_order', 'out_of_stock'];

export function rankOf(availability: Availability): number {
  return AVAILABILITIES.indexOf(availability) + 1;
}

/** The rank that SQL computes from an availability's name. */
export function availabilityRank(name: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`array_position(ARRAY[${Prisma.join(AVAILABILITIES)}], ${name})`;
}

/** The name, in SQL, of a rank. */
export function availabilityName(rank: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(ARRAY[${Prisma.join(AVAILABILITIES)}])[${rank}]`;
}
