import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type CuttableServer, standBefore } from '@holdfast/commerce/operations/testing-proxy';
import { type SoldVariant, sellVariant, showNow } from '@holdfast/commerce/testing-goods';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { PROCEDURES } from './http/known-procedures.ts';
import { asPublicCall } from './http/response-tier/public-call.ts';
import { openTestApi, type TestApi } from './testing.ts';

let api: TestApi;
let goods: SoldVariant;

beforeAll(async () => {
  api = await openTestApi(inject('stack'));
  goods = await sellVariant(api.shop, { title: 'A rope' });
});
afterAll(() => api.close());

const ownHeaders = new Set(['x-request-id', 'x-cache', 'date', 'content-length']);

/** As it comes over the wire: nothing unpacked, nothing added to what is asked. */
async function get(path: string, headers: Record<string, string> = {}) {
  const outgoing = request(`${api.url}/trpc/${path}`, { headers });
  outgoing.end();
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) };
}

const pathOf = (handle: string) => `catalog.product?input=${encodeURIComponent(JSON.stringify({ handle }))}`;

/** One that was made for this request says what other origins may read of it; what is kept is not given to them. */
const isKept = (headers: IncomingMessage['headers']) => !('access-control-expose-headers' in headers);

async function keep(path: string) {
  await expect.poll(async () => isKept((await get(path)).headers)).toBe(true);
  return get(path);
}

describe('an answer that is kept whole', () => {
  test('is given again with the same headers and the same bytes', async () => {
    const { handle } = await sellVariant(api.shop);
    const first = await get(pathOf(handle));
    const again = await keep(pathOf(handle));
    expect([first.headers['x-cache'], again.headers['x-cache']]).toEqual(['miss', 'hit']);
    expect(again.body.equals(first.body)).toBe(true);
    const common = (headers: IncomingMessage['headers']) =>
      Object.fromEntries(
        Object.entries(headers).filter(
          ([name]) => !ownHeaders.has(name) && !name.startsWith('access-control-'),
        ),
      );
    expect(common(again.headers)).toEqual({
      ...common(first.headers),
      vary: `${first.headers.vary}, accept-encoding`,
    });
    expect(again.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
  });

  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('is packed by %s for who asks for it', async (encoding, unpack) => {
    for (let item = 0; item < 12; item += 1) await sellVariant(api.shop);
    const path = 'catalog.list?input={"limit":12}';
    const plain = await keep(path);
    const packed = () => get(path, { 'accept-encoding': encoding });
    expect((await packed()).headers['content-encoding']).toBe(encoding);
    await expect.poll(async () => isKept((await packed()).headers)).toBe(true);
    const { body, headers } = await packed();
    expect([headers.etag, headers['content-encoding']]).toEqual([plain.headers.etag, encoding]);
    expect(unpack(body).equals(plain.body)).toBe(true);
    expect(Number(headers['content-length'])).toBe(body.length);
    expect(body.length).toBeLessThan(plain.body.length / 2);
  });

  test('is not sent to who has it already', async () => {
    const { headers } = await keep(pathOf(goods.handle));
    const again = await get(pathOf(goods.handle), { 'if-none-match': headers.etag ?? '' });
    expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, headers.etag]);
    const other = await get(pathOf(goods.handle), { 'if-none-match': 'W/"other"' });
    expect(other.status).toBe(200);
  });

  test('has had its tag when it was made, by which who has it already is told as much', async () => {
    const { handle } = await sellVariant(api.shop);
    const first = await get(pathOf(handle));
    await showNow(api.shop, [handle]);
    const again = await get(pathOf(handle), { 'if-none-match': first.headers.etag ?? '' });
    expect([again.status, again.body.length, again.headers['x-cache']]).toEqual([304, 0, 'miss']);
    expect([again.headers.etag, again.headers['content-type']]).toEqual([first.headers.etag, undefined]);
  });

  test('is one, however the fields of its input are ordered', async () => {
    const path = (input: object) => `catalog.list?input=${encodeURIComponent(JSON.stringify(input))}`;
    const kept = await keep(path({ limit: 3, sort: 'newest' }));
    await get(path({ sort: 'newest', limit: 3 }));
    const other = await get(path({ sort: 'newest', limit: 3 }));
    expect(other.headers.etag).toBe(kept.headers.etag);
  });

  test('is another one in another locale, currency or page', async () => {
    const answers = await Promise.all(
      [{}, { locale: 'he' }, { currency: 'EUR' }, { limit: 1 }].map(async (input) =>
        (await keep(`catalog.list?input=${encodeURIComponent(JSON.stringify(input))}`)).body.toString(),
      ),
    );
    expect(new Set(answers).size).toBeGreaterThan(1);
    const plain = JSON.parse(answers[0] ?? '') as { result: { data: { items: object[] } } };
    const short = JSON.parse(answers[3] ?? '') as typeof plain;
    expect(plain.result.data.items.length).toBeGreaterThan(1);
    expect(short.result.data.items).toHaveLength(1);
  });

  test('is given no more once what it shows has changed', async () => {
    const { handle, variantId } = await sellVariant(api.shop, { amount: 1_000 });
    await keep(pathOf(handle));
    await api.shop.db.primary.variantPrice.updateMany({ where: { variantId }, data: { amount: 1_234n } });
    await showNow(api.shop, [handle]);
    expect((await get(pathOf(handle))).body.toString()).toContain('"amount":1234');
  });

  test('counts as a request and as a hit of its family', async () => {
    await keep(pathOf(goods.handle));
    const hits = () =>
      api.shop.cache.counts().find(({ name }) => name === 'catalog.product')?.sinceStart.l1Hits ?? 0;
    const [before, rps] = [hits(), api.stats.read().rps];
    await get(pathOf(goods.handle));
    expect(hits()).toBe(before + 1);
    expect(api.stats.read().rps).toBeGreaterThan(rps);
  });
});

describe('never kept is', () => {
  test('what was not declared public, by any procedure that there is', () => {
    const kept = [...PROCEDURES].flatMap(([path, procedure]) => {
      const call = { path, procedure, type: 'query', input: {} } as const;
      return asPublicCall(call) ? [path] : [];
    });
    expect(kept.sort()).toEqual([
      'catalog.categories',
      'catalog.list',
      'catalog.product',
      'catalog.search',
      'catalog.suggest',
    ]);
  });

  test('what an operator, a viewer or the holder of a cart is answered', async () => {
    const operator = await api.asOperator();
    const cart = await api.mutate<{ id: string }>('cart.add', { variantId: goods.variantId, quantity: 1 });
    const paths: [string, Record<string, string>][] = [
      ['identity.me', operator],
      ['catalog.admin.list', operator],
      [`cart.get?input=${encodeURIComponent(JSON.stringify({ cartId: cart.data.id }))}`, {}],
    ];
    for (const [path, headers] of paths) {
      for (let round = 0; round < 3; round += 1) {
        const answer = await get(path, headers);
        expect(answer.status).toBe(200);
        expect([isKept(answer.headers), answer.headers.etag]).toEqual([false, undefined]);
        expect(answer.headers['cache-control']).toBe('private, no-store');
      }
    }
    expect((await get('catalog.admin.list')).status).toBe(401);
  });

  test('a refusal, or a batch', async () => {
    const batch = `catalog.product?batch=1&input=${encodeURIComponent(JSON.stringify({ 0: { handle: goods.handle } }))}`;
    for (const path of [pathOf(`none-${randomUUID()}`), 'catalog.list?input={"limit":0}', batch]) {
      for (let round = 0; round < 3; round += 1) {
        const { headers } = await get(path);
        expect([isKept(headers), headers.etag]).toEqual([false, undefined]);
      }
    }
  });
});

test('what is kept goes to no page of another origin past CORS', async () => {
  const kept = await keep(pathOf(goods.handle));
  const allowed = await get(pathOf(goods.handle), { origin: 'https://shop.example' });
  expect(allowed.headers['access-control-allow-origin']).toBe('https://shop.example');
  expect(allowed.body.equals(kept.body)).toBe(true);
  const foreign = await get(pathOf(goods.handle), { origin: 'https://other.example' });
  expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
});

test('where a CDN is told of changes its copies last longer and have the tags, whether they were kept here or not', async () => {
  const behindCdn = await openTestApi(inject('stack'), { isCdnPurged: true });
  try {
    const { handle } = await sellVariant(behindCdn.shop);
    const read = () => behindCdn.query('catalog.product', { handle });
    for (const outcome of ['miss', 'hit']) {
      const { headers } = await read();
      expect([headers.get('x-cache'), headers.get('cache-control')]).toEqual([
        outcome,
        'public, max-age=0, s-maxage=60',
      ]);
      expect(headers.get('cache-tag')).toBe(`product%3A${handle},categories`);
    }
    const token = `${behindCdn.shop.db.epoch}.1`;
    const own = await behindCdn.query(
      'catalog.product',
      { handle },
      { headers: { 'x-holdfast-lsn': token } },
    );
    expect(own.headers.get('cache-control')).toBe('private, no-store');
  } finally {
    await behindCdn.close();
  }
});

describe('while the primary is gone', () => {
  let primary: CuttableServer;
  let away: TestApi;

  beforeAll(async () => {
    const stack = inject('stack');
    primary = await standBefore(stack.adminUrl);
    away = await openTestApi({ ...stack, adminUrl: primary.url });
  });
  afterAll(async () => {
    await away.close();
    await primary.cut();
  });

  test('what is kept is served and marked, to its own writer not at all, and both end when it is back', async () => {
    const { handle } = await sellVariant(away.shop);
    const read = (headers: Record<string, string> = {}) =>
      away.query('catalog.product', { handle }, { headers });
    await expect.poll(async () => (await read()).headers.get('x-cache')).toBe('hit');
    const token = `${away.shop.db.epoch}.${(await away.shop.db.readLsn()) + 1_000_000}`;
    await primary.cut();
    await expect.poll(async () => (await read()).headers.get('x-cache')).toBe('stale');
    expect((await read()).status).toBe(200);
    // Longer than anything is remembered that an answer is asked with, the channel above all.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120_000 });
    try {
      expect((await read()).headers.get('x-cache')).toBe('stale');
    } finally {
      vi.useRealTimers();
    }
    expect((await read({ 'x-holdfast-lsn': token })).status).toBe(503);
    await primary.restore();
    await expect.poll(async () => (await read()).headers.get('x-cache')).toBe('hit');
  });
});
