import { expect, it } from 'vitest';
import { pathOf } from './question.ts';
import { readParts } from './read-parts.ts';

const PRICE = { amount: 100, currency: 'USD' };
const PRODUCT = { id: 'p', variants: [{ id: 'v', price: PRICE, availability: 'in_stock', sku: 'S' }] };
const item = (handle: string) => ({ handle, priceFrom: PRICE, availability: 'in_stock', title: 'T' });
const PAGE = { items: [item('rope'), item('knife')], nextCursor: null };
const watched = new Set(['rope']);

const bodyOf = (answers: unknown) => JSON.stringify(answers);
const result = (data: unknown) => ({ result: { data } });
const SEEN_PRODUCT = {
  kind: 'ok',
  data: { variants: [{ id: 'v', price: PRICE, availability: 'in_stock' }] },
};
const SEEN_PAGE = {
  kind: 'ok',
  data: { items: [{ handle: 'rope', priceFrom: PRICE, availability: 'in_stock' }] },
};

it('of each part of a batch what is watched is kept, and nothing else', () => {
  const body = bodyOf([result(PAGE), result(PRODUCT)]);
  expect(readParts({ status: 200, body }, { parts: 2, watched })).toEqual([SEEN_PAGE, SEEN_PRODUCT]);
  expect(readParts({ status: 200, body: bodyOf(result(PRODUCT)) }, { parts: 1, watched })).toEqual([
    SEEN_PRODUCT,
  ]);
});

it('a part that was turned away is told from one that was answered, and a batch that was turned away is so in each part', () => {
  const error = { error: { data: { code: 'OVERLOADED', httpStatus: 503 } } };
  const [page, product] = readParts(
    { status: 207, body: bodyOf([error, result(PRODUCT)]) },
    { parts: 2, watched },
  );
  expect([page?.kind, product?.kind]).toEqual(['refused', 'ok']);
  const turnedAway = readParts({ status: 503, body: bodyOf(error) }, { parts: 2, watched });
  expect(turnedAway.map(({ kind }) => kind)).toEqual(['refused', 'refused']);
});

it('one query is asked for by its own path, several in a batch', () => {
  const product = { procedure: 'catalog.product', input: { handle: 'rope' } } as const;
  const list = { procedure: 'catalog.list', input: { limit: 1 } } as const;
  const decoded = (...parts: (typeof product | typeof list)[]) =>
    decodeURIComponent(pathOf({ parts, gzip: false }));
  expect(decoded(product)).toBe('/trpc/catalog.product?input={"handle":"rope"}');
  expect(decoded(list, product)).toBe(
    '/trpc/catalog.list,catalog.product?batch=1&input={"0":{"limit":1},"1":{"handle":"rope"}}',
  );
});
