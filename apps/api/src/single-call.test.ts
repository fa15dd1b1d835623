import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { FastifyRequest } from 'fastify';
import { sellVariant } from '@holdfast/commerce/testing-goods';
import { readSingleCall } from './http/single-call.ts';
import { openTestApi, type TestApi } from './testing.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi(inject('stack'));
});
afterAll(() => api.close());

const REQUEST_ID = { 'x-request-id': 'single-call-1' };
/** Of the moment, of what the first of two finds in the cache, of the length, which a batch's brackets change, and the tag, which a batch has none of. */
const OWN_HEADERS = new Set(['date', 'content-length', 'keep-alive', 'connection', 'x-cache', 'etag']);

type Told = { status: number; body: string; headers: Record<string, string> };

async function ask(path: string, init: RequestInit): Promise<Told> {
  const response = await fetch(`${api.url}/trpc/${path}`, {
    ...init,
    headers: { ...REQUEST_ID, 'content-type': 'application/json' },
  });
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !OWN_HEADERS.has(name)));
  return { status: response.status, body: await response.text(), headers };
}

/** The same call by tRPC's own adapter, which answers batches: a batch of this one alone. */
async function askInBatch(path: string, input: unknown, method: 'GET' | 'POST'): Promise<Told> {
  const batch = JSON.stringify({ 0: input });
  const told =
    method === 'GET'
      ? await ask(`${path}?batch=1&input=${encodeURIComponent(batch)}`, { method })
      : await ask(`${path}?batch=1`, { method, body: batch });
  return { ...told, body: told.body.slice(1, -1) };
}

function askAlone(path: string, input: unknown, method: 'GET' | 'POST'): Promise<Told> {
  const json = JSON.stringify(input);
  if (method === 'POST') return ask(path, { method, body: json });
  return ask(input === undefined ? path : `${path}?input=${encodeURIComponent(json)}`, { method });
}

describe('a single call is answered by our own code as tRPC answers it in a batch of one', () => {
  test.each<['GET' | 'POST', string, unknown, number]>([
    ['GET', 'catalog.categories', {}, 200],
    ['GET', 'catalog.product', { handle: 'none' }, 404],
    ['GET', 'catalog.list', { limit: 'many' }, 400],
    ['GET', 'identity.me', undefined, 401],
    ['POST', 'identity.logout', {}, 200],
    ['POST', 'cart.add', { variantId: 'none', quantity: 1 }, 400],
    ['POST', 'cart.add', { variantId: '01a2176b-e70a-7794-87d2-878e389be305', quantity: 1 }, 404],
    ['GET', 'cart.add', { variantId: 'none', quantity: 1 }, 400],
    ['POST', 'catalog.categories', {}, 400],
    ['GET', 'no.such', {}, 404],
  ])('%s %s %j', async (method, path, input, status) => {
    const alone = await askAlone(path, input, method);
    expect(alone).toEqual(await askInBatch(path, input, method));
    expect(alone.status).toBe(status);
  });
});

test('an operator is told the position of a write alike', async () => {
  const { variantId } = await sellVariant(api.shop);
  const input = { variantId, amount: 1_500, currency: 'USD' };
  const headers = { ...(await api.asOperator()), ...REQUEST_ID };
  const alone = await api.mutate('catalog.admin.setPrice', input, { headers });
  const batched = await fetch(`${api.url}/trpc/catalog.admin.setPrice?batch=1`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ 0: input }),
  });
  expect(`[${alone.text}]`).toBe(await batched.text());
  const shape = (told: Headers) =>
    ['x-holdfast-lsn', 'set-cookie', 'cache-control'].map((name) =>
      told.get(name)?.replace(/\d+(?=;|$)/, 'N'),
    );
  expect(shape(alone.headers)).toEqual(shape(batched.headers));
  expect(alone.headers.get('x-holdfast-lsn')).toMatch(/^[\d.]+$/);
});

describe('a single call is', () => {
  const request = (more: Partial<Record<'method' | 'path' | 'query' | 'headers' | 'body', unknown>>) => {
    const { path = 'catalog.product', ...rest } = more;
    const asked = { method: 'GET', params: { path }, query: {}, headers: {}, body: undefined, ...rest };
    return asked as unknown as FastifyRequest<{ Params: { path: string } }>;
  };
  const json = { 'content-type': 'application/json; charset=utf-8' };

  test.each<[string, Parameters<typeof request>[0], unknown]>([
    ['a query without an input', {}, undefined],
    ['a query with one', { query: { input: '{"handle":"a"}' } }, { handle: 'a' }],
    [
      'a mutation',
      { method: 'POST', path: 'cart.add', headers: json, body: '{"quantity":1}' },
      { quantity: 1 },
    ],
  ])('%s', (_, asked, input) => {
    expect(readSingleCall(request(asked))).toMatchObject({ path: asked.path ?? 'catalog.product', input });
  });

  test.each<[string, Parameters<typeof request>[0]]>([
    ['a batch', { query: { batch: '1', input: '{}' } }],
    ['a stream', { path: 'orders.events' }],
    ['an answer in lines', { headers: { 'trpc-accept': 'application/jsonl' } }],
    ['an answer in lines, asked for as others do', { headers: { accept: 'application/jsonl' } }],
    ['a form', { headers: { 'content-type': 'multipart/form-data' } }],
    ['the method of another', { method: 'POST', headers: json, body: '{}' }],
    ['HEAD', { method: 'HEAD' }],
    ['a name that every object has', { path: 'constructor' }],
    ['two inputs', { query: { input: ['{}', '{}'] } }],
    ['what is not JSON', { query: { input: '{' } }],
    ['a mutation without a body', { method: 'POST', path: 'cart.add' }],
  ])('not %s', (_, asked) => {
    expect(readSingleCall(request(asked))).toBeNull();
  });
});

describe('a request that is no single call', () => {
  test.each<[string, string, RequestInit, number]>([
    ['an input that is not JSON', 'catalog.product?input={', { method: 'GET' }, 400],
    ['two inputs', 'catalog.product?input={}&input={}', { method: 'GET' }, 400],
    ['a body that is not JSON', 'cart.add', { method: 'POST', body: '{' }, 400],
    ['no body', 'cart.add', { method: 'POST' }, 400],
  ])('is refused with the shape of every refusal: %s', async (_, path, init, status) => {
    const told = await ask(path, init);
    expect(told.status).toBe(status);
    expect(JSON.parse(told.body).error.data).toMatchObject({
      code: 'VALIDATION',
      requestId: 'single-call-1',
    });
  });
});
