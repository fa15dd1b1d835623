import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';

type Sent = { idempotencyKey: string; email: string };
type Answer = { result: { data: unknown } } | { error: unknown } | 'lost';

const PLACED = { status: 'placed', order: { number: 'HF-1', accessToken: 'token' } };
const INPUT = {
  cartId: '01990000-0000-7000-8000-000000000001',
  email: 'shopper@example.com',
  shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
  shippingMethod: 'standard',
  payment: { provider: 'test' as const, token: 'ok' },
  expectedTotal: { amount: 2_900, currency: 'USD' as const },
};

let sent: Sent[] = [];
let answers: Answer[] = [];
const api = createServer((request, response) => void answerNext(request, response));
const realFetch = globalThis.fetch;

beforeAll(async () => {
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  const { port } = api.address() as AddressInfo;
  // The browser adds its origin to the shop's own addresses.
  vi.stubGlobal('fetch', (path: string, init: RequestInit) =>
    realFetch(new URL(path, `http://127.0.0.1:${port}`), init),
  );
});

beforeEach(() => {
  sent = [];
  answers = [];
  const stored = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});

afterAll(() => {
  vi.unstubAllGlobals();
  api.close();
});

it('sends an order whose answer was lost again under the same key, after a reload too', async () => {
  answers = ['lost', 'lost', { result: { data: PLACED } }];
  const page = await openPage();
  await expect(page.placeAttempt(INPUT)).rejects.toThrow();
  await expect(page.placeAttempt(INPUT)).rejects.toThrow();
  const reloaded = await openPage();
  expect(reloaded.hasUnanswered(INPUT.cartId)).toBe(true);
  expect(await reloaded.placeAttempt(INPUT)).toEqual(PLACED);
  expect(new Set(keys()).size).toBe(1);
  expect(reloaded.hasUnanswered(INPUT.cartId)).toBe(false);
});

it('takes what was changed for another order, with a key of its own', async () => {
  answers = ['lost', { result: { data: PLACED } }];
  const page = await openPage();
  await expect(page.placeAttempt(INPUT)).rejects.toThrow();
  await page.placeAttempt({ ...INPUT, email: 'other@example.com' });
  expect(new Set(keys()).size).toBe(2);
});

it('lets go of a key that was answered: the next press is a new try', async () => {
  const soldOut = { status: 'out_of_stock', lines: [] };
  answers = [{ result: { data: soldOut } }, { result: { data: PLACED } }];
  const page = await openPage();
  expect(await page.placeAttempt(INPUT)).toEqual(soldOut);
  await page.placeAttempt(INPUT);
  expect(new Set(keys()).size).toBe(2);
});

it('finds the order that a lost answer has made, when the cart turns out to be ordered', async () => {
  answers = ['lost', refusal('CART_ALREADY_PLACED'), { result: { data: PLACED } }];
  const page = await openPage();
  await expect(page.placeAttempt(INPUT)).rejects.toThrow();
  expect(await page.placeAttempt({ ...INPUT, email: 'other@example.com' })).toEqual(PLACED);
  expect(keys()[2]).toBe(keys()[0]);
});

it('says that a cart was ordered elsewhere, when no lost answer of this page has made that order', async () => {
  answers = [refusal('CART_ALREADY_PLACED')];
  const page = await openPage();
  await expect(page.placeAttempt(INPUT)).rejects.toMatchObject({ data: { code: 'CART_ALREADY_PLACED' } });
  expect(sent).toHaveLength(1);
});

/** A page just loaded: it knows only what is stored. */
async function openPage() {
  vi.resetModules();
  return import('./attempt.ts');
}

function keys(): string[] {
  return sent.map(({ idempotencyKey }) => idempotencyKey);
}

function refusal(code: string): Answer {
  return { error: { message: code, code: -32_600, data: { code } } };
}

async function answerNext(request: IncomingMessage, response: ServerResponse): Promise<void> {
  sent.push((await json(request)) as Sent);
  const answer = answers.shift();
  if (answer === undefined || answer === 'lost') request.socket.destroy();
  else response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
}
