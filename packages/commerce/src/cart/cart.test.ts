import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTestShop, type TestShop } from '../testing.ts';
import { sellVariant } from '../testing-goods.ts';
import { addToCart } from './add-to-cart.ts';
import { readCart } from './read-cart.ts';
import { removeFromCart } from './remove-from-cart.ts';
import { updateCart } from './update-cart.ts';

let shop: TestShop;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());

describe('a cart', () => {
  it('is made by the first thing put into it, in the shopper’s currency and locale', async () => {
    const { variantId } = await sellVariant(shop, { currency: 'ILS', amount: 7_900, title: 'Knife' });
    const cart = await addToCart(shop, { variantId, quantity: 2, currency: 'ILS', locale: 'he' });
    expect(cart).toMatchObject({
      currency: 'ILS',
      locale: 'he',
      lines: [{ variantId, title: 'Knife', quantity: 2, total: { amount: 15_800, currency: 'ILS' } }],
      totals: { total: { amount: 15_800, currency: 'ILS' } },
      problems: [],
    });
    expect(cart.id).toMatch(/^[\w-]{22}$/);
    expect(await readCart(shop, { cartId: cart.id })).toEqual(cart);
  });

  it('joins what is added twice into one line', async () => {
    const { variantId } = await sellVariant(shop);
    const { id } = await addToCart(shop, { variantId, quantity: 1 });
    const cart = await addToCart(shop, { cartId: id, variantId, quantity: 2 });
    expect(cart.lines).toMatchObject([{ quantity: 3 }]);
  });

  it('loses nothing when two tabs add at once', async () => {
    const { variantId } = await sellVariant(shop, { onHand: 100 });
    const { id } = await addToCart(shop, { variantId, quantity: 1 });
    await Promise.all(
      Array.from({ length: 15 }, () => addToCart(shop, { cartId: id, variantId, quantity: 1 })),
    );
    expect((await readCart(shop, { cartId: id })).lines).toMatchObject([{ quantity: 16 }]);
  });

  it('changes and drops lines, and says so when there is no such line', async () => {
    const { variantId } = await sellVariant(shop);
    const cart = await addToCart(shop, { variantId, quantity: 1 });
    const lineId = cart.lines[0]?.id ?? '';
    const more = await updateCart(shop, { cartId: cart.id, lineId, quantity: 4 });
    expect(more.lines).toMatchObject([{ quantity: 4 }]);
    const empty = await removeFromCart(shop, { cartId: cart.id, lineId });
    expect(empty).toMatchObject({ lines: [], totals: { total: { amount: 0 } } });
    await expect(removeFromCart(shop, { cartId: cart.id, lineId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('names what stands in the way of ordering it', async () => {
    const [gone, short, dearer, retired] = [
      await sellVariant(shop, { onHand: 0 }),
      await sellVariant(shop, { onHand: 2 }),
      await sellVariant(shop, { amount: 100 }),
      await sellVariant(shop),
    ];
    let { id } = await addToCart(shop, { variantId: gone.variantId, quantity: 1 });
    for (const { variantId } of [short, dearer, retired]) {
      ({ id } = await addToCart(shop, { cartId: id, variantId, quantity: 3 }));
    }
    await shop.db.primary.variantPrice.updateMany({
      where: { variantId: dearer.variantId },
      data: { amount: 120n },
    });
    await shop.db.primary.product.update({ where: { id: retired.productId }, data: { status: 'archived' } });
    const cart = await readCart(shop, { cartId: id });
    expect(cart.problems.map(({ code, available }) => ({ code, available }))).toEqual([
      { code: 'out_of_stock', available: 0 },
      { code: 'insufficient_stock', available: 2 },
      { code: 'price_changed', available: undefined },
      { code: 'unavailable', available: undefined },
    ]);
    expect(cart.lines[2]?.unitPrice).toEqual({ amount: 120, currency: 'USD' });
  });

  it('refuses what is not for sale, not priced in its currency, or too much', async () => {
    const { variantId } = await sellVariant(shop, { currency: 'USD' });
    await expect(addToCart(shop, { variantId, quantity: 1, currency: 'EUR' })).rejects.toMatchObject({
      code: 'VALIDATION',
    });
    await expect(addToCart(shop, { variantId: crypto.randomUUID(), quantity: 1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const { id } = await addToCart(shop, { variantId, quantity: 9_999 });
    await expect(addToCart(shop, { cartId: id, variantId, quantity: 1 })).rejects.toMatchObject({
      code: 'VALIDATION',
    });
    expect((await readCart(shop, { cartId: id })).lines).toMatchObject([{ quantity: 9_999 }]);
  });
});
