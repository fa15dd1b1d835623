import { catalogListInput, catalogSearchInput } from '@holdfast/shared/contracts/catalog';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { listProducts } from '../catalog/list-products.ts';
import { searchProducts } from '../catalog/search-products.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { sellVariant, type SoldVariant } from '../testing-goods.ts';
import { mendListings } from './mend-listings.ts';
import { rebuildListings } from './rebuild-listings.ts';
import { refreshListings } from './refresh-listings.ts';
import { showLists } from './show-lists.ts';

let shop: TestShop;
let lamp: SoldVariant;
beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop?.close());
beforeEach(async () => {
  lamp = await sellVariant(shop, { title: 'Lamp', amount: 2_000 });
});

async function listed(handle: string) {
  await showLists(shop);
  const { items } = await listProducts(shop, catalogListInput.parse({ limit: 100 }));
  return items.find((item) => item.handle === handle);
}

async function found(q: string) {
  await showLists(shop);
  return (await searchProducts(shop, catalogSearchInput.parse({ q, limit: 100 }))).items.map(
    ({ handle }) => handle,
  );
}

const refresh = (...ids: string[]) => refreshListings(shop.db.primary, ids);
const setAmount = (amount: number) =>
  shop.db.primary.variantPrice.updateMany({ where: { variantId: lamp.variantId }, data: { amount } });

describe('a listing', () => {
  it('shows what changed in the same transaction, and nothing of it when that is rolled back', async () => {
    await shop.db.primary
      .$transaction(async (tx) => {
        await tx.variantPrice.updateMany({ where: { variantId: lamp.variantId }, data: { amount: 1 } });
        await refreshListings(tx, [lamp.productId]);
        throw new Error('no');
      })
      .catch(() => {});
    expect((await listed(lamp.handle))?.priceFrom.amount).toBe(2_000);
    await setAmount(900);
    await refresh(lamp.productId);
    expect((await listed(lamp.handle))?.priceFrom.amount).toBe(900);
  });

  it('is taken away with the sale, and comes back with it', async () => {
    const setStatus = async (status: 'archived' | 'active') => {
      await shop.db.primary.product.update({ where: { id: lamp.productId }, data: { status } });
      await refresh(lamp.productId);
    };
    await setStatus('archived');
    expect(await listed(lamp.handle)).toBeUndefined();
    expect(await found('lamp')).not.toContain(lamp.handle);
    await setStatus('active');
    expect(await listed(lamp.handle)).toBeDefined();
    expect(await found('lamp')).toContain(lamp.handle);
  });

  it('goes with its product', async () => {
    await shop.db.primary.product.delete({ where: { id: lamp.productId } });
    expect(await listed(lamp.handle)).toBeUndefined();
    await refresh(lamp.productId);
    expect(await shop.db.primary.listing.count({ where: { productId: lamp.productId } })).toBe(0);
  });

  it('is left alone when it is right', async () => {
    const versions = () => shop.db.primary.$queryRaw`
      SELECT xmin::text, ctid::text FROM listing WHERE product_id = ${lamp.productId}::uuid
      UNION ALL SELECT xmin::text, ctid::text FROM listing_place WHERE product_id = ${lamp.productId}::uuid`;
    const before = await versions();
    await refresh(lamp.productId);
    expect(await versions()).toEqual(before);
  });
});

describe('two writers of one product', () => {
  const other = () =>
    shop.db.primary.variant.create({
      data: {
        productId: lamp.productId,
        optionKey: '["Large"]',
        position: 1,
        components: { create: { stockItemId: lamp.stockItemId } },
      },
    });

  const waiting = async () => {
    const [row] = await shop.db.primary.$queryRaw<{ count: number }[]>`
      SELECT count(*)::integer FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return row?.count;
  };

  it.each([
    ['that was listed before', false],
    ['that is listed for the first time', true],
  ])('%s both end up in its listing', async (_what, isFirst) => {
    const { id: variantId } = await other();
    const channel = await shop.db.primary.channel.findFirstOrThrow();
    if (isFirst) {
      await shop.db.primary.$executeRaw`DELETE FROM listing_turn WHERE product_id = ${lamp.productId}::uuid`;
      await shop.db.primary.$executeRaw`DELETE FROM listing WHERE product_id = ${lamp.productId}::uuid`;
    }
    const write = (data: { variantId: string; currency: string }, committing?: () => Promise<unknown>) =>
      shop.db.primary.$transaction(async (tx) => {
        await tx.variantPrice.create({ data: { ...data, channelId: channel.id, amount: 700n } });
        await refreshListings(tx, [lamp.productId]);
        await committing?.();
      });
    let second: Promise<void> | undefined;
    await write({ variantId: lamp.variantId, currency: 'EUR' }, async () => {
      second = write({ variantId, currency: 'ILS' });
      await expect.poll(waiting, { timeout: 10_000 }).toBe(1);
    });
    await second;
    const { offers } = await shop.db.primary.listing.findFirstOrThrow({
      where: { productId: lamp.productId, locale: 'en' },
    });
    expect(offers).toMatchObject({ USD: [2_000, null, 1], EUR: [700, null, 1], ILS: [700, null, 1] });
  });

  it('and of many products in any order never wait in a circle', async () => {
    const goods = await Promise.all(Array.from({ length: 4 }, () => sellVariant(shop)));
    const ids = goods.map(({ productId }) => productId);
    const refreshAll = (order: string[]) => shop.db.primary.$transaction((tx) => refreshListings(tx, order));
    await Promise.all(Array.from({ length: 8 }, (_, turn) => refreshAll(turn % 2 ? ids : ids.toReversed())));
    expect(await shop.db.primary.listing.count({ where: { productId: { in: ids } } })).toBe(8);
  });
});

describe('the rebuild', () => {
  it('mends whatever was lost or changed by hand, and tells how far it is', async () => {
    await shop.db.primary.$executeRaw`DELETE FROM listing_place WHERE product_id = ${lamp.productId}::uuid`;
    await shop.db.primary.listing.updateMany({ data: { title: 'wrong' } });
    const told: number[] = [];
    const total = await shop.db.primary.product.count();
    expect(await rebuildListings(shop, { onProgress: ({ done }) => void told.push(done) })).toBe(total);
    expect(told.at(-1)).toBe(total);
    expect((await listed(lamp.handle))?.title).toBe('Lamp');
    expect(await shop.db.primary.listing.count({ where: { title: 'wrong' } })).toBe(0);
  });

  it('of what is missing looks at nothing else', async () => {
    const unlisted = await sellVariant(shop, { title: 'Unlisted' });
    await shop.db.primary
      .$executeRaw`DELETE FROM listing_turn WHERE product_id = ${unlisted.productId}::uuid`;
    await shop.db.primary.$executeRaw`DELETE FROM listing WHERE product_id = ${unlisted.productId}::uuid`;
    expect(await found('unlisted')).toEqual([]);
    expect(await rebuildListings(shop, { onlyMissing: true })).toBe(1);
    expect(await found('unlisted')).toEqual([unlisted.handle]);
    expect(await rebuildListings(shop, { onlyMissing: true })).toBe(0);
  });

  it('of what is missing also writes anew what the release before has listed, of whose words searches know nothing', async () => {
    const { handle, productId } = await sellVariant(shop, { title: 'Heirloom' });
    await shop.db.primary.$executeRaw`DELETE FROM listing_turn WHERE product_id = ${productId}::uuid`;
    await shop.db.primary.$executeRaw`INSERT INTO listing_turn (product_id) VALUES (${productId}::uuid)`;
    await shop.db.primary.$executeRaw`UPDATE listing SET terms = NULL WHERE product_id = ${productId}::uuid`;
    expect(await found('heirloom')).toEqual([]);
    expect(await rebuildListings(shop, { onlyMissing: true })).toBe(1);
    expect(await found('heirloom')).toEqual([handle]);
  });

  it('of what is missing also writes anew what the release before has changed meanwhile, and so does the worker', async () => {
    const { handle, productId } = await sellVariant(shop, { title: 'Before' });
    await shop.db.primary.listingRound.updateMany({ data: { afterProductId: productId } });
    for (const [title, list] of [
      ['Meanwhile', () => rebuildListings(shop, { onlyMissing: true })],
      ['Afterwards', () => mendListings(shop)],
    ] as const) {
      await shop.db.primary.productTranslation.updateMany({ where: { productId }, data: { title } });
      await shop.db.primary
        .$executeRaw`UPDATE listing_turn SET refreshed_at = now() WHERE product_id = ${productId}::uuid`;
      await shop.db.primary.listing.updateMany({ where: { productId }, data: { title } });
      await list();
      expect(await found(title.toLowerCase())).toEqual([handle]);
    }
  });

  it("counts in how many products a word is, which is what a search's way is chosen by", async () => {
    await rebuildListings(shop);
    const lamps = await shop.db.primary.productTranslation.count({ where: { title: 'Lamp' } });
    const where = { locale_word: { locale: 'en', word: 'lamp' } };
    expect((await shop.db.primary.listingWord.findUniqueOrThrow({ where })).documents).toBe(lamps);
  });

  it('is also done by the worker, in rounds', async () => {
    await shop.db.primary.listing.updateMany({ data: { title: 'wrong' } });
    await mendListings(shop);
    expect(await shop.db.primary.listing.count({ where: { title: 'wrong' } })).toBe(0);
    expect((await shop.db.primary.listingRound.findFirstOrThrow()).afterProductId).toBeNull();
  });
});
