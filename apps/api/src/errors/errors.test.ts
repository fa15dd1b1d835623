import { randomUUID } from 'node:crypto';
import { hashPassword } from '@holdfast/commerce/identity/password';
import { sellVariant } from '@holdfast/commerce/testing-goods';
import { Database } from '@holdfast/db/database';
import { createPrisma } from '@holdfast/db/prisma';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Answer, openTestApi, type TestApi } from '../testing.ts';

const NOWHERE = 'postgresql://nobody:nothing@127.0.0.1:1/nothing';
let api: TestApi;
let operator: Record<string, string>;

beforeAll(async () => {
  api = await openTestApi(inject('stack'));
  operator = await api.asOperator();
});
afterAll(() => api.close());

/** What holds for every refusal. */
function expectRefusal(answer: Answer<unknown>, status: number, code: string): void {
  expect(answer.status).toBe(status);
  expect(answer.error?.data).toMatchObject({ code, httpStatus: status });
  expect(answer.error?.data.requestId).toBe(answer.headers.get('x-request-id'));
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  expect(answer.text).not.toMatch(/stack|node_modules|at file:|prisma/i);
}

describe('each refusal has its status and the one envelope', () => {
  test('400: each wrong field is named by its path', async () => {
    const answer = await api.mutate('orders.place', {
      idempotencyKey: 'short',
      email: 'x',
      shippingAddress: { country: 'Israel' },
    });
    expectRefusal(answer, 400, 'VALIDATION');
    const paths = answer.error?.data.issues.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['idempotencyKey', 'cartId', 'email', 'shippingAddress.country', 'payment']),
    );
    expect(answer.error?.data.path).toBe('orders.place');
  });

  test('400: of alternatives the nearest one is explained', async () => {
    const answer = await api.mutate(
      'inventory.adjust',
      { variantId: randomUUID(), setTo: -1, reason: 'count' },
      { headers: operator },
    );
    expectRefusal(answer, 400, 'VALIDATION');
    expect(answer.error?.data.issues.map(({ path }) => path)).toEqual(['setTo']);
  });

  test('400: JSON that cannot be read, in the body and in the address', async () => {
    expectRefusal(await api.mutate('cart.add', null, { raw: '{"quantity": ' }), 400, 'VALIDATION');
    expectRefusal(await api.query('cart.get?input=%7Bbroken'), 400, 'VALIDATION');
  });

  test('400: a mutation by GET and a body that is not JSON', async () => {
    expectRefusal(await api.query('cart.add', {}), 400, 'VALIDATION');
    const asText = await api.mutate('cart.add', {}, { headers: { 'content-type': 'text/plain' } });
    expectRefusal(asText, 400, 'VALIDATION');
    const asForm = await api.mutate('cart.add', {}, { headers: { 'content-type': 'multipart/form-data' } });
    expectRefusal(asForm, 400, 'VALIDATION');
  });

  test('401: no token, a token that is none, a token that opens nothing', async () => {
    expectRefusal(await api.query('identity.me'), 401, 'UNAUTHENTICATED');
    for (const authorization of ['Bearer unknown', 'Basic dXNlcjpwYXNz', '']) {
      expectRefusal(
        await api.query('identity.me', undefined, { headers: { authorization } }),
        401,
        'UNAUTHENTICATED',
      );
    }
  });

  test('403: a customer is no operator', async () => {
    const customer = { email: 'customer@example.com', password: 'customer password' };
    await api.shop.db.primary.user.create({
      data: { email: customer.email, name: 'C', passwordHash: await hashPassword(customer.password) },
    });
    const { data } = await api.mutate<{ accessToken: string }>('identity.login', customer);
    const headers = { authorization: `Bearer ${data.accessToken}` };
    expectRefusal(await api.query('operations.snapshot', undefined, { headers }), 403, 'FORBIDDEN');
    expectRefusal(
      await api.query('inventory.level', { variantId: randomUUID() }, { headers }),
      403,
      'FORBIDDEN',
    );
    const price = { variantId: randomUUID(), amount: 1, currency: 'USD' };
    expectRefusal(await api.mutate('catalog.admin.setPrice', price, { headers }), 403, 'FORBIDDEN');
    expectRefusal(await api.mutate('inventory.adjust', {}, { headers }), 403, 'FORBIDDEN');
  });

  test('404: a thing, a procedure and an address that do not exist', async () => {
    expectRefusal(await api.query('catalog.product', { handle: 'no-such-thing' }), 404, 'NOT_FOUND');
    expectRefusal(await api.query('catalog.nothing'), 404, 'NOT_FOUND');
    expectRefusal(await api.query('../nothing/at/all'), 404, 'NOT_FOUND');
  });

  test('409: an idempotency key that was used for something else', async () => {
    const { variantId } = await sellVariant(api.shop);
    const change = { variantId, setTo: 5, reason: 'count', idempotencyKey: randomUUID() };
    expect((await api.mutate('inventory.adjust', change, { headers: operator })).status).toBe(200);
    const other = await api.mutate('inventory.adjust', { ...change, setTo: 6 }, { headers: operator });
    expectRefusal(other, 409, 'IDEMPOTENCY_CONFLICT');
  });

  test('413: a body above 100 kB', async () => {
    const answer = await api.mutate('cart.add', { variantId: 'x'.repeat(102_401) });
    expectRefusal(answer, 413, 'PAYLOAD_TOO_LARGE');
    expect((await api.mutate('cart.add', { variantId: 'x'.repeat(102_300) })).status).toBe(400);
  });

  test('500: an internal error is told by its request id alone, its text is in the log', async () => {
    await api.shop.db.primary.$executeRaw`ALTER TABLE shipping_method RENAME TO hidden_shipping_method`;
    const { variantId } = await sellVariant(api.shop);
    const { data: cart } = await api.mutate<{ id: string }>('cart.add', { variantId, quantity: 1 });
    const answer = await api.query('orders.quote', { cartId: cart.id });
    await api.shop.db.primary.$executeRaw`ALTER TABLE hidden_shipping_method RENAME TO shipping_method`;
    expectRefusal(answer, 500, 'INTERNAL');
    expect(answer.error?.message).toMatch(/^Something went wrong\./);
    expect(answer.text).not.toMatch(/shipping_method|relation|42P01/);
    const requestId = answer.error?.data.requestId;
    const line = api.logLines().find((entry) => entry.requestId === requestId && entry.err);
    expect(JSON.stringify(line)).toContain('shipping_method');
  });
});

describe('a database that cannot answer', () => {
  test('503 UNAVAILABLE with Retry-After while the primary is gone, and nothing of it in the answer', async () => {
    const gone = new Database({
      databaseUrl: NOWHERE,
      replicaUrls: [],
      poolSize: 1,
      applicationName: 'test',
    });
    const dead = await openTestApi(inject('stack'), { deps: { ...api.shop, db: gone } });
    const answer = await dead.query('cart.get', { cartId: 'a'.repeat(22) });
    expectRefusal(answer, 503, 'UNAVAILABLE');
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(answer.text).not.toContain('127.0.0.1');
    await dead.close();
    await gone.close();
  });

  test('503 OVERLOADED with Retry-After when no connection comes free', async () => {
    const narrow = createPrisma(api.shop.databaseUrl, {
      poolSize: 1,
      applicationName: 'test',
      connectTimeoutMs: 1_500,
    });
    const db = Object.create(api.shop.db, { primary: { value: narrow } }) as Database;
    const busy = await openTestApi(inject('stack'), { deps: { ...api.shop, db } });
    const answer = await narrow.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1`;
      return busy.query('cart.get', { cartId: 'a'.repeat(22) });
    });
    expectRefusal(answer, 503, 'OVERLOADED');
    expect(answer.headers.get('retry-after')).toBe('2');
    await busy.close();
    await narrow.$disconnect();
  });

  test('503 UNAVAILABLE when the connection is cut during the statement', async () => {
    const blocker = createPrisma(api.shop.databaseUrl, { poolSize: 1, applicationName: 'blocker' });
    const answer = await blocker.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE cart IN ACCESS EXCLUSIVE MODE`;
      const waiting = api.query('cart.get', { cartId: 'a'.repeat(22) });
      await expect
        .poll(
          () => tx.$queryRaw`
            SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          { timeout: 5_000 },
        )
        .toHaveLength(1);
      return waiting;
    });
    expectRefusal(answer, 503, 'UNAVAILABLE');
    await blocker.$disconnect();
  });
});
