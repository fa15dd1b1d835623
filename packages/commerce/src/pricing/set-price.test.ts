import { randomUUID } from 'node:crypto';
import { setPriceInput } from '@holdfast/shared/contracts/catalog';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readProduct } from '../catalog/read-product.ts';
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
  expect(answer).toEqual({ variantId, price: { amount: 1_250, currency: 'USD' }, compareAt: null });
  await setPrice(shop, { variantId, amount: 0, currency: 'EUR' });
  expect(await pricesOf(variantId)).toEqual([
    ['EUR', 0],
    ['USD', 1_250],
  ]);
});

describe('a former price', () => {
  const currency = 'USD';
  const stored = async (variantId: string) => {
    const price = await shop.db.primary.variantPrice.findFirstOrThrow({ where: { variantId, currency } });
    return price.compareAtAmount === null ? null : Number(price.compareAtAmount);
  };

  it('is set, kept below it, and cleared by a price that reaches it or by hand', async () => {
    const { variantId } = await sellVariant(shop, { amount: 1_000 });
    const steps: [Partial<Parameters<typeof setPrice>[1]> & { amount: number }, number | null][] = [
      [{ amount: 900, compareAt: 1_000 }, 1_000],
      [{ amount: 999 }, 1_000],
      [{ amount: 1_000 }, null],
      [{ amount: 800, compareAt: 1_200 }, 1_200],
      [{ amount: 700, compareAt: null }, null],
    ];
    for (const [change, compareAt] of steps) {
      const answer = await setPrice(shop, { variantId, currency, ...change });
      expect(answer.compareAt).toEqual(compareAt === null ? null : { amount: compareAt, currency });
      expect(await stored(variantId)).toBe(compareAt);
    }
  });

  it('is shown from the next read on', async () => {
    const { variantId, handle } = await sellVariant(shop, { amount: 1_000 });
    const shown = async () => (await readProduct(shop, { handle })).variants[0]?.compareAt;
    expect(await shown()).toBeNull();
    await setPrice(shop, { variantId, currency, amount: 1_000, compareAt: 1_500 });
    expect(await shown()).toEqual({ amount: 1_500, currency });
  });

  it('must be above the price', () => {
    const parse = (compareAt: number | null | undefined) =>
      setPriceInput.safeParse({ variantId: randomUUID(), currency, amount: 500, compareAt });
    expect(parse(500).error?.issues).toMatchObject([{ path: ['compareAt'] }]);
    for (const compareAt of [501, null, undefined]) expect(parse(compareAt).success).toBe(true);
  });
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
