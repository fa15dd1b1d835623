import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openTestShop, type TestShop } from '../testing.ts';
import { sellVariant } from '../testing-goods.ts';
import { defaultChannel, resolveMarket } from './default-channel.ts';
import { setPrice } from './set-price.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop?.close());

const pricesOf = async (variantId: string) => {
  const prices = await shop.db.primary.variantPrice.findMany({
    where: { variantId },
    orderBy: { currency: 'asc' },
  });
  return prices.map(({ currency, amount }) => [currency, Number(amount)]);
};

it('a price is changed, or added in a currency that had none, and others stay', async () => {
  const { variantId } = await sellVariant(shop, { amount: 1_000 });
  const answer = await setPrice(shop, { variantId, amount: 1_250, currency: 'USD' });
  expect(answer).toEqual({ variantId, price: { amount: 1_250, currency: 'USD' } });
  await setPrice(shop, { variantId, amount: 0, currency: 'EUR' });
  expect(await pricesOf(variantId)).toEqual([
    ['EUR', 0],
    ['USD', 1_250],
  ]);
});

it('a price of an unknown variant is not found', async () => {
  const variantId = '01a20a53-c11d-718a-a314-27af43cc919b';
  await expect(setPrice(shop, { variantId, amount: 1, currency: 'USD' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

it('a price in a currency that the channel does not sell in is refused and not written', async () => {
  const { variantId } = await sellVariant(shop, { amount: 1_000 });
  await expect(setPrice(shop, { variantId, amount: 1, currency: 'JPY' })).rejects.toMatchObject({
    code: 'VALIDATION',
    issues: [{ path: 'currency' }],
  });
  expect(await pricesOf(variantId)).toEqual([['USD', 1_000]]);
});

it("a market is the channel's default where nothing nearer is asked for", async () => {
  const channel = await defaultChannel(shop);
  expect(resolveMarket(channel, {})).toEqual({ locale: 'en', currency: 'USD' });
  expect(resolveMarket(channel, { locale: 'he-IL', currency: 'ILS' })).toEqual({
    locale: 'he',
    currency: 'ILS',
  });
  expect(resolveMarket(channel, { locale: 'fr' })).toEqual({ locale: 'en', currency: 'USD' });
});
