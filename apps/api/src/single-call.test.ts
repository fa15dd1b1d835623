import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openTestApi, type TestApi } from './testing.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi(inject('stack'));
});
afterAll(() => api.close());

const REQUEST_ID = { 'x-request-id': 'single-call-1' };
/** Of the moment and the length, which a batch's brackets change. */
const OWN_HEADERS = new Set(['date', 'content-length', 'keep-alive', 'connection']);

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
