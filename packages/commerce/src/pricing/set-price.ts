import type { setPriceInput, setPriceOutput } from '@holdfast/shared/contracts/catalog';
import { DomainError } from '@holdfast/shared/errors';
import type { z } from 'zod';
import type { Queryable } from '@holdfast/db/prisma';
import type { Deps } from '../deps.ts';
import { showChanges } from '../listing/show-changes.ts';
import { tellChanges } from '../listing/tell-changes.ts';
import { defaultChannel, resolveMarket } from './default-channel.ts';

/**
 * Sets the price of a variant in one currency (minor units), and with it its former price, and shows them from the
 * next read on. A former price that is known and not named stays while it is above the new price; what is not above
 * it was no reduction any more and is cleared.
 * @throws DomainError NOT_FOUND (variant), VALIDATION (a currency that the channel does not sell in)
 */
export async function setPrice(
  deps: Deps,
  input: z.output<typeof setPriceInput>,
): Promise<z.output<typeof setPriceOutput>> {
  const channel = await defaultChannel(deps);
  const { currency } = resolveMarket(channel, input);
  const { handle, compareAt } = await deps.db.primary.$transaction(async (tx) => {
    const written = await writePrice(tx, { ...input, channelId: channel.id, currency });
    await showChanges(tx, [written.handle]);
    return written;
  });
  await tellChanges(deps, [handle]);
  return {
    variantId: input.variantId,
    price: { amount: input.amount, currency },
    compareAt: compareAt === null ? null : { amount: compareAt, currency },
  };
}

/** @returns the product's handle, and the former price as it now is */
async function writePrice(
  tx: Queryable,
  price: z.output<typeof setPriceInput> & { channelId: string },
): Promise<{ handle: string; compareAt: number | null }> {
  const isNamed = price.compareAt !== undefined;
  const [written] = await tx.$queryRaw<{ handle: string; compareAt: number | null }[]>`
    WITH written AS (
      INSERT INTO variant_price (variant_id, channel_id, currency, amount, compare_at_amount)
      SELECT id, ${price.channelId}::uuid, ${price.currency}, ${price.amount}::bigint, ${price.compareAt ?? null}::bigint
      FROM variant WHERE id = ${price.variantId}::uuid
      ON CONFLICT (variant_id, channel_id, currency) DO UPDATE
        SET amount = excluded.amount, updated_at = now(),
            compare_at_amount = CASE
              WHEN ${isNamed} THEN excluded.compare_at_amount
              WHEN variant_price.compare_at_amount > excluded.amount THEN variant_price.compare_at_amount
            END
      RETURNING variant_id, compare_at_amount
    )
    SELECT product.handle, written.compare_at_amount::float8 AS "compareAt"
    FROM written
    JOIN variant ON variant.id = written.variant_id
    JOIN product ON product.id = variant.product_id`;
  if (!written) throw new DomainError('NOT_FOUND', 'There is no such variant.');
  return written;
}
