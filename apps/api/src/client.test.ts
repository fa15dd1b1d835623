import { type SoldVariant, sellVariant } from '@holdfast/commerce/testing-goods';
import {
  createTRPCClient,
  httpBatchLink,
  httpBatchStreamLink,
  httpLink,
  TRPCClientError,
} from '@trpc/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { AppRouter } from './router.ts';
import { openTestApi, type TestApi } from './testing.ts';

let api: TestApi;
let goods: SoldVariant;
beforeAll(async () => {
  api = await openTestApi(inject('stack'));
  goods = await sellVariant(api.shop, { amount: 1_250 });
});
afterAll(() => api.close());

test.each([
  ['one call a request', httpLink],
  ['batches', httpBatchLink],
  ['streamed batches', httpBatchStreamLink],
] as const)('a service speaks to the API through its typed client: %s', async (_name, link) => {
  const client = createTRPCClient<AppRouter>({ links: [link({ url: `${api.url}/trpc` })] });
  const { handle, variantId } = goods;
  const [product, list] = await Promise.all([
    client.catalog.product.query({ handle }),
    client.catalog.list.query({ limit: 100 }),
  ]);
  expect(product.variants[0]).toMatchObject({ id: variantId, price: { amount: 1_250, currency: 'USD' } });
  expect(list.items.map((item) => item.handle)).toContain(handle);
  const cart = await client.cart.add.mutate({ variantId, quantity: 2 });
  expect(cart.totals.subtotal.amount).toBe(2_500);

  const refusal = await client.identity.me.query().catch((error: unknown) => error);
  if (!(refusal instanceof TRPCClientError)) throw new Error('it was not refused');
  expect(refusal.message).toBe('Please sign in.');
  expect(refusal.data).toMatchObject({ code: 'UNAUTHENTICATED', httpStatus: 401, path: 'identity.me' });
});
