import { randomUUID } from 'node:crypto';
import { carryPayment } from '@holdfast/commerce/payments/carry-payment';
import { takeJob } from '@holdfast/commerce/payments/testing';
import { placeTestOrder } from '@holdfast/commerce/orders/testing';
import type { AdminOrder, Order, OrderList, PayOrderOutput } from '@holdfast/shared/contracts/orders';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { openTestApi, type TestApi } from '../testing.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi(inject('stack'));
});
afterAll(() => api.close());

test('a declined order is paid by whoever holds its token, and by nobody twice', async () => {
  const { shop } = api;
  const { number, accessToken, ...order } = await placeTestOrder(shop, { token: 'declined' });
  const takeAuthorization = () => takeJob(shop, { number, accessToken, ...order }, 'payments.authorize');
  await carryPayment(shop, await takeAuthorization());
  const read = async () => (await api.query<Order>('orders.get', { number, accessToken })).data;
  expect((await read()).payment.retryUntil).not.toBeNull();

  const pay = (token: string | undefined) =>
    api.mutate<PayOrderOutput>('orders.pay', {
      number,
      accessToken: token,
      idempotencyKey: randomUUID(),
      payment: { provider: 'test', token: 'ok' },
    });
  expect((await pay(undefined)).status).toBe(404);
  const { data } = await pay(accessToken);
  expect(data).toMatchObject({ order: { number, status: 'placed' }, payment: { state: 'pending' } });
  const second = await pay(accessToken);
  expect([second.status, second.error?.data.code]).toEqual([409, 'CONFLICT']);

  await carryPayment(shop, await takeAuthorization());
  expect(await read()).toMatchObject({ status: 'paid', payment: { declineReason: null } });
});

test.each(['orders.place', 'orders.pay'])(
  '%s is refused with a provider that is not set up',
  async (procedure) => {
    const { number, accessToken } = await placeTestOrder(api.shop, { token: 'declined' });
    const bare = await openTestApi(inject('stack'), { deps: { ...api.shop, providers: {} } });
    onTestFinished(() => bare.close());
    const answer = await bare.mutate(procedure, {
      idempotencyKey: randomUUID(),
      payment: { provider: 'test', token: 'ok' },
      number,
      accessToken,
      cartId: 'c'.repeat(22),
      email: 'shopper@example.com',
      shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
      shippingMethod: 'standard',
    });
    const message = 'The payment provider "test" is not set up in this shop.';
    expect(answer.status).toBe(400);
    expect(answer.error).toMatchObject({
      message,
      data: { code: 'VALIDATION', issues: [{ path: 'payment.provider', message }] },
    });
  },
);

describe('the orders of the shop', () => {
  test('are listed and read by operators', async () => {
    const { number } = await placeTestOrder(api.shop, { email: 'reader@example.com' });
    const headers = await api.asOperator();
    const list = await api.query<OrderList>('orders.admin.list', { q: 'reader@' }, { headers });
    expect(list.data.items).toMatchObject([{ number, status: 'placed', email: 'reader@example.com' }]);
    expect(list.headers.get('cache-control')).toBe('private, no-store');
    const order = await api.query<AdminOrder>('orders.admin.get', { number }, { headers });
    expect(order.data).toMatchObject({ number, payments: [{ state: 'pending', provider: 'test' }] });
    expect((await api.query<OrderList>('orders.admin.list', undefined, { headers })).status).toBe(200);
  });

  test.each([
    'orders.admin.list',
    'orders.admin.get',
    'catalog.admin.list',
    'catalog.admin.get',
    'inventory.level',
    'inventory.movements',
  ])('and its goods are nobody else to see: %s', async (procedure) => {
    const { number, accessToken } = await placeTestOrder(api.shop);
    const { status, error } = await api.query(procedure, { number, accessToken });
    expect([status, error?.data.code]).toEqual([401, 'UNAUTHENTICATED']);
  });
});
