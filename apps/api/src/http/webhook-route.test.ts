import { randomUUID } from 'node:crypto';
import { placeTestOrder } from '@holdfast/commerce/orders/testing';
import { SIGNATURE_HEADER, signWebhook } from '@holdfast/commerce/payments/webhook-signature';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openTestApi, type TestApi } from '../testing.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi(inject('stack'));
});
afterAll(() => api.close());

type Sent = { provider?: string; body?: string; signature?: string };

const about = (idempotencyKey: string) =>
  JSON.stringify({ type: 'charge.captured', charge: { idempotencyKey } });
const sign = (body: string) =>
  signWebhook({ secret: api.shop.paymentProvider.webhookSecret, body, at: new Date() });

async function send({ provider = 'test', body = about(randomUUID()), signature = sign(body) }: Sent) {
  const response = await fetch(`${api.url}/webhooks/payments/${provider}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: signature },
    body,
  });
  const answer = (await response.json()) as { error?: { data: { code: string } } };
  return { status: response.status, code: answer.error?.data.code };
}

test('a webhook that its provider has signed is taken', async () => {
  const { paymentId } = await placeTestOrder(api.shop);
  expect(await send({ body: about(paymentId) })).toEqual({ status: 200, code: undefined });
});

test('a webhook about what is none of ours is taken, so that it does not come again', async () => {
  for (const body of [
    about(randomUUID()),
    about('of another shop'),
    '{"type":"balance.available"}',
    'no json',
  ]) {
    expect((await send({ body })).status, body).toBe(200);
  }
});

test('a webhook that its provider has not signed is refused', async () => {
  const refused = { status: 401, code: 'UNAUTHENTICATED' };
  expect(await send({ signature: '' })).toEqual(refused);
  expect(await send({ signature: sign('something else') })).toEqual(refused);
});

test('there is no provider but those that are set up', async () => {
  expect(await send({ provider: 'toString' })).toEqual({ status: 404, code: 'NOT_FOUND' });
});

test('a webhook of more than 64 kB is not read', async () => {
  const body = JSON.stringify({ filler: 'x'.repeat(64 * 1_024) });
  expect(await send({ body })).toEqual({ status: 413, code: 'PAYLOAD_TOO_LARGE' });
});
