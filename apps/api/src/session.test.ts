import { randomUUID } from 'node:crypto';
import { sellVariant } from '@holdfast/commerce/testing-goods';
import type { Session } from '@holdfast/shared/contracts/identity';
import type { PlaceOrderOutput } from '@holdfast/shared/contracts/orders';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Context } from './context.ts';
import type { Credential } from './http/credential.ts';
import { openTestApi, OPERATOR, type TestApi } from './testing.ts';
import { router, serviceProcedure } from './trpc.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi(inject('stack'));
  await api.asOperator();
});
afterAll(() => api.close());

async function signIn(): Promise<Session> {
  return (await api.mutate<Session>('identity.login', OPERATOR)).data;
}

const cookieOf = ({ accessToken }: Session) => ({ cookie: `theme=dark; hf_session=${accessToken}` });
const bearerOf = ({ accessToken }: Session) => ({ authorization: `Bearer ${accessToken}` });

const codeOf = async (procedure: string, headers: Record<string, string>) =>
  (await api.query(procedure, undefined, { headers })).error?.data.code ?? 'ok';

describe('a session cookie', () => {
  test('signs its browser in where no Authorization header does', async () => {
    const session = await signIn();
    expect(await codeOf('identity.me', cookieOf(session))).toBe('ok');
    expect(await codeOf('operations.snapshot', cookieOf(session))).toBe('ok');
    expect(await codeOf('identity.me', { ...cookieOf(session), authorization: 'Bearer wrong' })).toBe(
      'UNAUTHENTICATED',
    );
  });

  test.each(['unknown', 'x'.repeat(201), '%22%27'])(
    'that opens nothing (%s) is nobody, and is refused only where somebody is needed',
    async (token) => {
      const stale = { cookie: `hf_session=${token}` };
      expect(await codeOf('catalog.categories', stale)).toBe('ok');
      expect(await codeOf('identity.me', stale)).toBe('UNAUTHENTICATED');
    },
  );

  test('that has ended lets its shopper buy as a guest', async () => {
    const session = await signIn();
    await api.mutate('identity.logout', {}, { headers: bearerOf(session) });
    const { variantId } = await sellVariant(api.shop);
    const headers = cookieOf(session);
    const { data: cart } = await api.mutate<{ id: string }>(
      'cart.add',
      { variantId, quantity: 1 },
      { headers },
    );
    const { data } = await api.mutate<PlaceOrderOutput>(
      'orders.place',
      {
        idempotencyKey: randomUUID(),
        cartId: cart.id,
        email: 'shopper@example.com',
        shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
        shippingMethod: 'standard',
        payment: { provider: 'test', token: 'ok' },
      },
      { headers },
    );
    expect(data.status).toBe('placed');
  });
});

describe('a change by cookie', () => {
  let session: Session;
  let change: object;
  beforeAll(async () => {
    session = await signIn();
    const { variantId } = await sellVariant(api.shop);
    change = { variantId, amount: 5, currency: 'USD' };
  });

  const outcome = async (headers: Record<string, string>) =>
    (await api.mutate('catalog.admin.setPrice', change, { headers })).error?.data.code ?? 'ok';

  test.each<[string, (host: string) => Record<string, string>]>([
    ['the host that was asked', (host) => ({ origin: `http://${host}` })],
    [
      'the host that the proxy was asked for',
      () => ({ origin: 'https://holdfast.example', 'x-forwarded-host': 'holdfast.example' }),
    ],
    ['an allowed origin', () => ({ origin: 'https://shop.example', 'sec-fetch-site': 'same-site' })],
  ])('from a page of %s is made', async (_what, headersFor) => {
    expect(await outcome({ ...cookieOf(session), ...headersFor(new URL(api.url).host) })).toBe('ok');
  });

  test.each<[string, (host: string) => Record<string, string>]>([
    ['of another site', () => ({ origin: 'https://evil.example' })],
    ['of another port', () => ({ origin: 'http://127.0.0.1:1' })],
    ['without an origin of its own', () => ({ origin: 'null' })],
    ['that names none', () => ({})],
    [
      'that its browser calls foreign',
      (host) => ({ origin: `http://${host}`, 'sec-fetch-site': 'cross-site' }),
    ],
  ])('from a page %s is refused', async (_what, headersFor) => {
    const foreign = headersFor(new URL(api.url).host);
    expect(await outcome({ ...cookieOf(session), ...foreign })).toBe('FORBIDDEN');
    expect(await outcome({ ...bearerOf(session), ...foreign })).toBe('ok');
    const logout = await api.mutate('identity.logout', {}, { headers: { ...cookieOf(session), ...foreign } });
    expect(logout.error?.data.code).toBe('FORBIDDEN');
    expect(await codeOf('identity.me', cookieOf(session))).toBe('ok');
  });
});

describe('signing out', () => {
  test.each<[string, (session: Session) => [object, Record<string, string>]]>([
    ['the access token', (session) => [{}, bearerOf(session)]],
    ['the cookie', (session) => [{}, { ...cookieOf(session), origin: api.url }]],
    ['the refresh token', ({ refreshToken }) => [{ refreshToken }, {}]],
  ])('by %s ends this session and no other', async (_what, by) => {
    const [one, other] = [await signIn(), await signIn()];
    const [input, headers] = by(one);
    const answer = await api.mutate('identity.logout', input, { headers });
    expect(answer.data).toEqual({ ended: true });
    expect(await codeOf('identity.me', bearerOf(one))).toBe('UNAUTHENTICATED');
    const { refreshToken } = one;
    const refused = await api.mutate('identity.refresh', { refreshToken });
    expect(refused.error?.data.code).toBe('UNAUTHENTICATED');
    expect(await codeOf('identity.me', bearerOf(other))).toBe('ok');
  });

  test('twice, or with nothing, is no error', async () => {
    const headers = bearerOf(await signIn());
    await api.mutate('identity.logout', {}, { headers });
    expect((await api.mutate('identity.logout', {}, { headers })).data).toEqual({ ended: true });
    expect((await api.mutate('identity.logout', undefined)).data).toEqual({ ended: true });
  });
});

test('a refreshed session has new tokens, and its old ones open nothing', async () => {
  const before = await signIn();
  const { data: after } = await api.mutate<Session>('identity.refresh', before);
  expect(after.user).toEqual(before.user);
  expect(await codeOf('identity.me', bearerOf(after))).toBe('ok');
  expect(await codeOf('identity.me', bearerOf(before))).toBe('UNAUTHENTICATED');
  const { status, error } = await api.mutate('identity.refresh', before);
  expect([status, error?.data.code]).toEqual([401, 'UNAUTHENTICATED']);
  expect((await api.mutate<Session>('identity.refresh', after)).status).toBe(200);
});

describe('a procedure for parts of the shop', () => {
  const serviceToken = 'what parts of the shop show';
  const ask = (credential: Credential | null) =>
    router({ ping: serviceProcedure.query(() => 'pong') })
      .createCaller({ deps: { ...api.shop, serviceToken }, credential } as unknown as Context)
      .ping();

  test('is open to the service token', async () => {
    expect(await ask({ from: 'header', token: serviceToken })).toBe('pong');
  });

  test('is closed to everybody else, operators included', async () => {
    const { accessToken } = await signIn();
    const others: (Credential | null)[] = [
      null,
      { from: 'header', token: null },
      { from: 'header', token: accessToken },
      { from: 'header', token: `${serviceToken}x` },
      { from: 'header', token: serviceToken.toUpperCase() },
      { from: 'cookie', token: serviceToken },
    ];
    for (const credential of others) {
      await expect(ask(credential)).rejects.toMatchObject({ cause: { code: 'UNAUTHENTICATED' } });
    }
    expect(await codeOf('identity.me', { authorization: `Bearer ${serviceToken}` })).toBe('UNAUTHENTICATED');
  });
});
