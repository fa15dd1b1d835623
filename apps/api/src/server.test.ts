import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { sellVariant } from '@holdfast/commerce/testing-goods';
import { openTestApi, OPERATOR, type TestApi } from './testing.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi(inject('stack'));
});
afterAll(() => api.close());

const batch = (size: number): string =>
  `${Array(size).fill('catalog.categories').join(',')}?batch=1&input=${encodeURIComponent('{}')}`;

describe('a batch', () => {
  test('of ten is answered, of eleven refused as a whole', async () => {
    const ten = await fetch(`${api.url}/trpc/${batch(10)}`);
    expect(ten.status).toBe(200);
    expect(await ten.json()).toHaveLength(10);
    const eleven = await api.query(batch(11));
    expect(eleven.status).toBe(400);
    expect(eleven.error?.data).toMatchObject({
      code: 'VALIDATION',
      requestId: eleven.headers.get('x-request-id'),
    });
  });

  test('gives each call its own outcome', async () => {
    const response = await fetch(`${api.url}/trpc/catalog.categories,identity.me?batch=1&input={}`);
    expect(response.status).toBe(207);
    const [categories, me] = (await response.json()) as { result?: object; error?: { data: object } }[];
    expect(categories?.result).toBeDefined();
    expect(me?.error?.data).toMatchObject({ code: 'UNAUTHENTICATED', path: 'identity.me' });
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });
});

describe('a request id', () => {
  test('of the caller is in the answer, the error and every log line of the request', async () => {
    const given = 'checkout-4711.a';
    const answer = await api.query('identity.me', undefined, { headers: { 'x-request-id': given } });
    expect(answer.headers.get('x-request-id')).toBe(given);
    expect(answer.error?.data.requestId).toBe(given);
    await expect
      .poll(() =>
        api
          .logLines()
          .filter((line) => line.requestId === given)
          .map((line) => line.msg),
      )
      .toEqual(['request refused', 'request answered']);
  });

  test.each(['x', 'a b c d e f g h', 'x'.repeat(65), '"};drop'])(
    'that is not sane (%s) is not taken',
    async (given) => {
      const answer = await api.query('identity.me', undefined, { headers: { 'x-request-id': given } });
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  test('is in every line that a request leaves', async () => {
    await api.query('catalog.categories');
    const lines = api.logLines().filter((line) => String(line.msg).startsWith('request '));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every((line) => typeof line.requestId === 'string' && line.requestId !== '')).toBe(true);
  });

  test('stands beside no password and no token', async () => {
    const headers = await api.asOperator();
    await api.query('identity.me', undefined, { headers });
    await api.mutate('identity.login', { ...OPERATOR, password: 'a very wrong password' });
    const log = JSON.stringify(api.logLines());
    expect(log).not.toContain(OPERATOR.password);
    expect(log).not.toContain('a very wrong password');
    expect(log).not.toContain(headers.authorization?.slice('Bearer '.length));
  });
});

describe('a browser of another origin', () => {
  const preflight = (origin: string) =>
    fetch(`${api.url}/trpc/cart.add`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });

  test('is let in when it is on the list, credentials included', async () => {
    const { headers, status } = await preflight('https://shop.example');
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('access-control-allow-headers')).toContain('authorization');
  });

  test('may read the answer and its request id', async () => {
    const { headers } = await api.query('catalog.categories', undefined, {
      headers: { origin: 'https://shop.example' },
    });
    expect(headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(headers.get('access-control-expose-headers')).toContain('x-request-id');
    expect(headers.get('vary')?.toLowerCase()).toContain('origin');
  });

  test('that is not on the list gets no permission', async () => {
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
    const { headers } = await api.query('catalog.categories', undefined, {
      headers: { origin: 'https://evil.example' },
    });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('an answer', () => {
  test('of public content may be kept for a second, all else not at all', async () => {
    const cacheControl = async (procedure: string, headers = {}) =>
      (await api.query(procedure, undefined, { headers })).headers.get('cache-control');
    expect(await cacheControl('catalog.categories')).toBe('public, max-age=0, s-maxage=1');
    const operator = await api.asOperator();
    expect(await cacheControl('identity.me', operator)).toBe('private, no-store');
    expect(await cacheControl('operations.snapshot', operator)).toBe('private, no-store');
    expect(await cacheControl('catalog.product')).toBe('private, no-store');
  });

  test('has the headers of a careful server', async () => {
    const { headers } = await api.query('catalog.categories');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'");
    expect(headers.get('strict-transport-security')).toBeTruthy();
    expect(headers.get('x-powered-by')).toBeNull();
  });

  test.each(['br', 'gzip'])('of some length is packed by %s, a small one is not', async (encoding) => {
    for (let item = 0; item < 12; item += 1) await sellVariant(api.shop);
    const headers = { 'accept-encoding': encoding };
    const list = await api.query<{ items: object[] }>('catalog.list?input={"limit":12}', undefined, {
      headers,
    });
    expect(list.headers.get('content-encoding')).toBe(encoding);
    expect(list.data.items).toHaveLength(12);
    const small = await api.query('identity.me', undefined, { headers });
    expect(small.headers.get('content-encoding')).toBeNull();
  });
});

test('a client address is believed from the proxy of this machine', async () => {
  const limited = await openTestApi(inject('stack'), { rateLimits: { requests: 3, signIns: 2 } });
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
  const statuses: number[] = [];
  for (let request = 0; request < 4; request += 1) {
    statuses.push((await limited.query('catalog.categories', undefined, from('198.51.100.7'))).status);
  }
  expect(statuses).toEqual([200, 200, 200, 429]);
  const refused = await limited.query('catalog.categories', undefined, from('198.51.100.7'));
  expect(refused.error?.data.code).toBe('RATE_LIMITED');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect((await limited.query('catalog.categories', undefined, from('198.51.100.8'))).status).toBe(200);
  await limited.close();
});

describe('sign-ins', () => {
  const attempt = { email: 'x@example.com', password: 'guess' };
  let limited: TestApi;
  beforeAll(async () => {
    limited = await openTestApi(inject('stack'), { rateLimits: { requests: 100, signIns: 2 } });
  });
  afterAll(() => limited.close());

  test('are limited more tightly than requests', async () => {
    const codes: (string | undefined)[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { error, headers } = await limited.mutate('identity.login', attempt);
      codes.push(error?.data.code);
      expect(headers.has('retry-after')).toBe(error?.data.code === 'RATE_LIMITED');
    }
    expect(codes).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED', 'RATE_LIMITED']);
    expect((await limited.query('catalog.categories')).status).toBe(200);
  });

  test('of one batch are counted one by one', async () => {
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': '198.51.100.9' };
    const body = JSON.stringify({ 0: attempt, 1: attempt, 2: attempt });
    const path = 'identity.login,identity.login,identity.login';
    const response = await fetch(`${limited.url}/trpc/${path}?batch=1`, { method: 'POST', headers, body });
    expect(await response.text()).toContain('RATE_LIMITED');
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

test('a process whose event loop is held up turns requests away until it is well again', async () => {
  const busy = await openTestApi(inject('stack'), { maxEventLoopDelayMs: 40 });
  const turnedAway = await untilTurnedAway(busy);
  expect(turnedAway.error?.data).toMatchObject({ code: 'OVERLOADED', httpStatus: 503 });
  expect(turnedAway.headers.get('retry-after')).toBe('2');
  await expect.poll(async () => (await busy.query('identity.me')).status, { timeout: 5_000 }).toBe(401);
  await busy.close();
});

/** Holds the loop up for 150 ms at a time, until a request is not taken any more. */
async function untilTurnedAway(busy: TestApi) {
  for (let round = 0; round < 20; round += 1) {
    const until = performance.now() + 150;
    while (performance.now() < until);
    const answer = await busy.query('identity.me');
    if (answer.status === 503) return answer;
  }
  throw new Error('no request was turned away');
}

describe('health', () => {
  test('is answered while requests are turned away, and counts against no limit', async () => {
    const busy = await openTestApi(inject('stack'), {
      maxEventLoopDelayMs: 40,
      rateLimits: { requests: 2, signIns: 2 },
    });
    for (let request = 0; request < 4; request += 1) {
      expect((await fetch(`${busy.url}/health/live`)).status).toBe(200);
    }
    expect((await busy.query('catalog.categories')).status).toBe(200);
    await untilTurnedAway(busy);
    for (const path of ['live', 'ready']) {
      const answer = await busy.server.app.inject(`/health/${path}`);
      expect([path, answer.statusCode]).toEqual([path, 200]);
    }
    const procedure = await busy.server.app.inject('/trpc/catalog.categories');
    expect(procedure.json()).toMatchObject({ error: { data: { code: 'OVERLOADED' } } });
    await busy.close();
  });

  test('is told on the public port: live always, ready until the server drains', async () => {
    const own = await openTestApi(inject('stack'));
    expect((await fetch(`${own.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${own.url}/health/ready`)).status).toBe(200);
    const drained = own.server.drain();
    const ready = await own.server.app.inject('/health/ready');
    expect(ready.statusCode).toBe(503);
    await drained;
    await own.close();
  });
});
