import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { placeTestOrder } from '../orders/testing.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { findProvider, type PaymentDeps, type PaymentProvider, ProviderUnavailable } from './provider.ts';
import { receiveWebhook } from './receive-webhook.ts';
import { withTestProvider } from './testing.ts';
import { SIGNATURE_HEADER, signWebhook } from './webhook-signature.ts';

let shop: TestShop & PaymentDeps;

beforeAll(async () => {
  shop = withTestProvider(await openTestShop(inject('stack')));
});
afterAll(() => shop.close());

/** A webhook about a payment of a new order. */
async function webhookAboutOrder() {
  const { paymentId } = await placeTestOrder(shop);
  return webhookAbout(paymentId);
}

function webhookAbout(paymentId: string) {
  const body = JSON.stringify({ charge: { idempotencyKey: paymentId } });
  const signature = signWebhook({ secret: shop.paymentProvider.webhookSecret, body, at: new Date() });
  return { provider: 'test', webhook: { body, headers: { [SIGNATURE_HEADER]: signature } } };
}

/** The shop with a provider whose books behave like this. */
const withBooks = (find: PaymentProvider['find']): PaymentDeps => ({
  ...shop,
  providers: { test: { ...findProvider(shop, 'test'), find } },
});

it('a webhook is no more than a hint: what became of the charge is asked of the books', async () => {
  const asked: string[] = [];
  const received = await webhookAboutOrder();
  const watched = withBooks((key, signal) => {
    asked.push(key);
    return findProvider(shop, 'test').find(key, signal);
  });
  await receiveWebhook(watched, received);
  expect(received.webhook.body).toContain(asked[0]);
});

it('a webhook whose charge cannot be looked up is asked for again', async () => {
  const received = await webhookAboutOrder();
  const away = withBooks(() => Promise.reject(new ProviderUnavailable('away')));
  await expect(receiveWebhook(away, received)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  const silent = withBooks(() => new Promise(() => {}));
  await expect(receiveWebhook(silent, received)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

it('a webhook that can tell nothing new has nobody asked: its payment is taken already, or of another shop', async () => {
  const unasked = withBooks(() => Promise.reject(new Error('the books were asked')));
  const { paymentId } = await placeTestOrder(shop);
  await expect(receiveWebhook(unasked, webhookAbout(paymentId))).rejects.toThrow('the books were asked');
  await shop.db.primary.payment.update({ where: { id: paymentId }, data: { state: 'captured' } });
  await receiveWebhook(unasked, webhookAbout(paymentId));
  await receiveWebhook(unasked, webhookAbout(randomUUID()));
});
