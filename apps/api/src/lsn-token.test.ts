import { randomUUID } from 'node:crypto';
import { showChanges } from '@holdfast/commerce/listing/show-changes';
import { type SoldVariant, sellVariant } from '@holdfast/commerce/testing-goods';
import { whileReplicaStands } from '@holdfast/db/testing';
import type { Product } from '@holdfast/shared/contracts/catalog';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openTestApi, type TestApi } from './testing.ts';

const OLD = 1_000;

let api: TestApi;
let operator: Record<string, string>;

beforeAll(async () => {
  api = await openTestApi(inject('stack'));
  operator = await api.asOperator();
});
afterAll(() => api.close());

type Headers = Record<string, string>;

async function readPrice({ handle }: SoldVariant, headers: Headers = {}): Promise<number | undefined> {
  const { data } = await api.query<Product>('catalog.product', { handle }, { headers });
  return data.variants[0]?.price.amount;
}

function setPrice({ variantId }: SoldVariant, amount: number, headers: Headers = {}) {
  const input = { variantId, amount, currency: 'USD' };
  return api.mutate('catalog.admin.setPrice', input, { headers: { ...operator, ...headers } });
}

async function tokenOf(answer: Promise<{ headers: globalThis.Headers }>): Promise<string> {
  const token = (await answer).headers.get('x-holdfast-lsn');
  expect(token).not.toBeNull();
  return token ?? '';
}

/** Commits a price as a process does that dies before it tells anybody. @returns the token of whoever was told by it */
async function setPriceSilently({ variantId, handle }: SoldVariant, amount: number): Promise<string> {
  const { db } = api.shop;
  await db.primary.$transaction(async (tx) => {
    await tx.variantPrice.updateMany({ where: { variantId }, data: { amount: BigInt(amount) } });
    await showChanges(tx, [handle]);
  });
  return `${db.epoch}.${await db.markLsn()}`;
}

/** Reads until the answer is one that is kept whole. */
async function keepAnswer({ handle }: SoldVariant): Promise<void> {
  const outcome = async () => (await api.query('catalog.product', { handle })).headers.get('x-cache');
  await expect.poll(outcome).toBe('hit');
}

describe('who shows the token of their own write reads it', () => {
  test('while the replica is behind', async () => {
    const goods = await sellVariant(api.shop, { amount: OLD });
    await keepAnswer(goods);
    const read = await whileReplicaStands(inject('stack'), async () => {
      const token = await tokenOf(setPrice(goods, 2_000));
      return {
        writer: await readPrice(goods, { 'x-holdfast-lsn': token }),
        browser: await readPrice(goods, { cookie: `theme=dark; hf_lsn=${token}` }),
      };
    });
    expect(read).toEqual({ writer: 2_000, browser: 2_000 });
  });

  test('of a process that has not heard of it and keeps the old answer', async () => {
    const goods = await sellVariant(api.shop, { amount: OLD });
    const seen: (number | undefined)[] = [];
    const wanted: number[] = [];
    for (let amount = 2_000; amount < 2_006; amount += 1) {
      await keepAnswer(goods);
      const token = await setPriceSilently(goods, amount);
      seen.push(await readPrice(goods, { 'x-holdfast-lsn': token }));
      wanted.push(amount);
    }
    expect(seen).toEqual(wanted);
  });

  test('in lists and searches as well', async () => {
    const title = `Hawser ${randomUUID()}`;
    const goods = await sellVariant(api.shop, { title, amount: OLD });
    type Page = { items: { id: string; priceFrom: { amount: number } }[] };
    const readAll = async (headers: Headers = {}) => {
      const list = await api.query<Page>('catalog.list', { limit: 100 }, { headers });
      const search = await api.query<Page>('catalog.search', { q: title }, { headers });
      return [list, search].map(
        ({ data }) => data.items.find(({ id }) => id === goods.productId)?.priceFrom.amount,
      );
    };
    expect(await readAll()).toEqual([OLD, OLD]);
    const token = await setPriceSilently(goods, 2_000);
    expect(await readAll({ 'x-holdfast-lsn': token })).toEqual([2_000, 2_000]);
  });
});

test('a token of another epoch, of the future or malformed asks for nothing newer than others get', async () => {
  const goods = await sellVariant(api.shop, { amount: OLD });
  const token = await tokenOf(setPrice(goods, 2_000));
  await keepAnswer(goods);
  const { epoch } = api.shop.db;
  const lsn = token.slice(epoch.length + 1);
  const future = String(Number(lsn) + 10 ** 12);
  for (const wrong of [`9${epoch}.${lsn}`, `${epoch}.${future}`, `${epoch}.`, `${epoch}.-1`, lsn, 'x', '']) {
    const { data, headers } = await api.query<Product>(
      'catalog.product',
      { handle: goods.handle },
      { headers: { 'x-holdfast-lsn': wrong } },
    );
    expect.soft([data.variants[0]?.price.amount, headers.get('x-cache')], wrong).toEqual([2_000, 'hit']);
  }
});

describe('a token is told', () => {
  /** In this file's own database, so that a mark fails there as it does when the primary goes away after a commit. */
  const renameMark = async (from: string, to: string) => {
    const { primary } = api.shop.db;
    for (const content of ['text', 'bytea']) {
      await primary.$executeRawUnsafe(
        `ALTER FUNCTION pg_catalog.${from}(boolean, text, ${content}, boolean) RENAME TO ${to}`,
      );
    }
    // Connections that stand have planned their statements and would not see it; this one ends as well.
    const endAll = primary.$queryRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()`;
    await expect(endAll).rejects.toThrow();
    const isBack = async () => (await api.query('identity.me', undefined, { headers: operator })).status;
    await expect.poll(isBack).toBe(200);
  };

  const placeInput = async ({ variantId }: SoldVariant, quantity: number) => {
    const cart = await api.mutate<{ id: string }>('cart.add', { variantId, quantity });
    expect(cart.headers.get('x-holdfast-lsn')).toBeNull();
    return {
      idempotencyKey: randomUUID(),
      cartId: cart.data.id,
      email: 'shopper@example.com',
      shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
      shippingMethod: 'standard',
      payment: { provider: 'test', token: 'ok' },
    };
  };

  test('with an order that takes the last piece, and with its repetition', async () => {
    const goods = await sellVariant(api.shop, { onHand: 1 });
    const input = await placeInput(goods, 1);
    const first = await tokenOf(api.mutate('orders.place', input));
    expect(await tokenOf(api.mutate('orders.place', input))).not.toBe(first);
  });

  test('not with an order that changes nothing that shoppers see', async () => {
    const goods = await sellVariant(api.shop, { onHand: 1_000 });
    const placed = await api.mutate('orders.place', await placeInput(goods, 1));
    expect([placed.status, placed.headers.get('x-holdfast-lsn')]).toEqual([200, null]);
  });

  test('with every write of an operator, also one that drops nothing', async () => {
    const { variantId } = await sellVariant(api.shop, { onHand: 1_000 });
    const input = { variantId, delta: 1, reason: 'counted', idempotencyKey: randomUUID() };
    await tokenOf(api.mutate('inventory.adjust', input, { headers: operator }));
    await tokenOf(api.mutate('inventory.adjust', input, { headers: operator }));
  });

  test('or the write is not acknowledged, and repeating it tells', async () => {
    const goods = await sellVariant(api.shop, { amount: OLD });
    await renameMark('pg_logical_emit_message', 'emit_message_away');
    const unsure = await setPrice(goods, 2_000);
    await renameMark('emit_message_away', 'pg_logical_emit_message');
    expect([unsure.status, unsure.headers.get('x-holdfast-lsn')]).toEqual([500, null]);
    const { amount } = await api.shop.db.primary.variantPrice.findFirstOrThrow({
      where: { variantId: goods.variantId },
    });
    expect(amount).toBe(2_000n);
    const token = await tokenOf(setPrice(goods, 2_000));
    expect(await readPrice(goods, { 'x-holdfast-lsn': token })).toBe(2_000);
  });

  test('to a browser as a cookie of ten seconds that no script can read', async () => {
    const goods = await sellVariant(api.shop);
    const setCookie = async (headers: Headers) =>
      (await setPrice(goods, 2_000, headers)).headers.get('set-cookie');
    expect(await setCookie({})).toMatch(/^hf_lsn=[\w.]+; Max-Age=10; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await setCookie({ 'x-forwarded-proto': 'https' })).toMatch(/; Secure/);
  });

  test('to a page of an allowed origin', async () => {
    const answer = await setPrice(await sellVariant(api.shop), 2_000, { origin: 'https://shop.example' });
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-holdfast-lsn');
  });
});

test('no shared cache keeps an answer for others that a token was shown for, nor gives it one of theirs', async () => {
  const plain = await api.query('catalog.categories');
  expect(plain.headers.get('cache-control')).toBe('public, max-age=0, s-maxage=1');
  expect(plain.headers.get('vary')).toContain('x-holdfast-lsn');
  for (const headers of [{ 'x-holdfast-lsn': 'x' }, { cookie: 'hf_lsn=x' }]) {
    const own = await api.query('catalog.categories', undefined, { headers });
    expect(own.headers.get('cache-control')).toBe('private, no-store');
  }
});
