import type { setPriceInput, setPriceOutput } from '@holdfast/shared/contracts/catalog';
import { DomainError } from '@holdfast/shared/errors';
import type { z } from 'zod';
import { dropProducts } from '../catalog/drop-products.ts';
import type { Deps } from '../deps.ts';
import { defaultChannel, resolveMarket } from './default-channel.ts';

/**
 * Sets the price of a variant in one currency (minor units) and shows it from the next read on.
 * @throws DomainError NOT_FOUND (variant), VALIDATION (a currency that the channel does not sell in)
 */
export async function setPrice(
  deps: Deps,
  input: z.output<typeof setPriceInput>,
): Promise<z.output<typeof setPriceOutput>> {
  const channel = await defaultChannel(deps);
  const { currency } = resolveMarket(channel, input);
  const [changed] = await deps.db.primary.$queryRaw<{ handle: string }[]>`
    WITH written AS (
      INSERT INTO variant_price (variant_id, channel_id, currency, amount)
      SELECT id, ${channel.id}::uuid, ${currency}, ${input.amount}::bigint
      FROM variant WHERE id = ${input.variantId}::uuid
      ON CONFLICT (variant_id, channel_id, currency)
        DO UPDATE SET amount = excluded.amount, updated_at = now()
      RETURNING variant_id
    )
    SELECT product.handle
    FROM written
    JOIN variant ON variant.id = written.variant_id
    JOIN product ON product.id = variant.product_id`;
  if (!changed) throw new DomainError('NOT_FOUND', 'There is no such variant.');
  await dropProducts(deps, [changed.handle]);
  return { variantId: input.variantId, price: { amount: input.amount, currency } };
}
