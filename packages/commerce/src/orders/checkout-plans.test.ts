import { randomUUID } from 'node:crypto';
import { createPrisma, Prisma, type PrismaClient } from '@holdfast/db/prisma';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { addToCart } from '../cart/add-to-cart.ts';
import { IS_OPEN } from '../infra/outbox.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { sellVariant } from '../testing-goods.ts';
import { type PlaceCall, placeGroup } from './place-group.ts';

const GROUP_SIZES = [1, 3, 8, 2];
const GROUPS = 20;

let shop: TestShop;
/** One connection, so that what it has prepared can be looked at. */
let client: PrismaClient;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  client = createPrisma(shop.databaseUrl, { poolSize: 1, applicationName: 'test' });
});
afterAll(async () => {
  await client.$disconnect();
  await shop.close();
});

async function callFor(variantId: string): Promise<PlaceCall> {
  const { id: cartId } = await addToCart(shop, { variantId, quantity: 1 });
  const idempotencyKey = randomUUID();
  return {
    customerId: null,
    idempotency: { scope: 'guest', key: idempotencyKey, operation: 'orders.place', fingerprint: 'same' },
    input: {
      idempotencyKey,
      cartId,
      email: 'shopper@example.com',
      shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
      shippingMethod: 'standard',
      payment: { provider: 'test', token: 'ok' },
    },
  };
}

it('a connection plans the statements that place orders once, however many orders share them', async () => {
  const { variantId } = await sellVariant(shop, { amount: 900, onHand: 1_000 });
  for (let group = 0; group < GROUPS; group += 1) {
    const size = GROUP_SIZES[group % GROUP_SIZES.length] ?? 1;
    const calls = await Promise.all(Array.from({ length: size }, () => callFor(variantId)));
    const { results } = await shop.db.placing.$transaction((tx) => placeGroup(tx, calls));
    expect(results.map(({ kind }) => kind)).toEqual(calls.map(() => 'answer'));
  }
  const plans = await shop.db.placing.$queryRaw<{ statement: string; anew: number; kept: number }[]>`
    SELECT statement, custom_plans::integer AS anew, generic_plans::integer AS kept FROM pg_prepared_statements`;
  expect(plans.filter(({ kept }) => kept > 0).length).toBeGreaterThanOrEqual(6);
  expect(plans.filter(({ anew }) => anew > 0)).toEqual([]);
});

it('a receipt is found by its id, although the open events seemed few when they were last counted', async () => {
  // As after a quiet night.
  await client.$executeRaw`
    INSERT INTO outbox_event (job, payload, closed_at)
    SELECT 'test.none', '{}', now() FROM generate_series(1, 5000)`;
  await client.$executeRaw`UPDATE outbox_event SET closed_at = now()`;
  await client.$executeRaw`VACUUM ANALYZE outbox_event`;
  const explain = async (isOpen: Prisma.Sql) => {
    const lines = await client.$queryRaw<{ 'QUERY PLAN': string }[]>`
      EXPLAIN UPDATE outbox_event SET closed_at = now() WHERE id = '01a216b8-f622-7f6c-bcf0-8c0b6bce7b24' AND ${isOpen}`;
    return lines.map((line) => line['QUERY PLAN']).join('\n');
  };
  expect(await explain(IS_OPEN)).toContain('outbox_event_pkey');
  expect(await explain(Prisma.sql`closed_at IS NULL`)).not.toContain('outbox_event_pkey');
});
