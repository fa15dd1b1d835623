import { text } from 'node:stream/consumers';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { eventually } from '../testing.ts';
import { serve } from '../testing-upstream.ts';
import { anyCharge, startProvider } from './testing.ts';

type Received = { body: string; headers: IncomingHttpHeaders; key: string; type: string };

/** A shop that hears webhooks. `answer` says how it takes each. */
async function startWithShop(answer: (response: ServerResponse) => unknown = (response) => response.end()) {
  const received: Received[] = [];
  const shop = await serve(async (request, response) => {
    const body = await text(request);
    const { type, charge } = JSON.parse(body);
    received.push({ body, headers: request.headers, type, key: charge.idempotencyKey });
    answer(response);
  });
  const started = await startProvider({ webhookUrl: `http://127.0.0.1:${shop.port}/webhooks/payments/test` });
  const behave = async (manners: object) => {
    const response = await fetch(`${started.config.url}/webhooks`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${started.config.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(manners),
    });
    expect(response.status).toBe(200);
  };
  return { ...started, received, behave };
}

const KEYS = Array.from({ length: 40 }, (_, index) => `key-${index}`);
const signal = () => AbortSignal.timeout(5_000);

it('each change of a charge is told once, signed so that the shop knows the sender', async () => {
  const { provider, received } = await startWithShop();
  await provider.authorize(anyCharge('a'));
  const reference = 'test_a';
  await provider.capture({ reference, signal: signal() });
  await provider.capture({ reference, signal: signal() });
  await provider.refund({ reference, idempotencyKey: 'r', amount: 50, signal: signal() });
  await provider.authorize(anyCharge('b', 'declined'));
  await provider.authorize(anyCharge('c'));
  await provider.cancel({ reference: 'test_c', signal: signal() });
  await eventually('all are told', () => received.some(({ type }) => type === 'charge.cancelled'));

  expect(received.map(({ type, key }) => `${key} ${type}`).sort()).toEqual([
    'a charge.authorized',
    'a charge.captured',
    'a charge.refunded',
    'b charge.declined',
    'c charge.authorized',
    'c charge.cancelled',
  ]);
  for (const webhook of received) {
    const headers = webhook.headers as Record<string, string>;
    expect(provider.readWebhook({ body: webhook.body, headers })).toEqual({ idempotencyKey: webhook.key });
  }
});

it('a shop that does not take a webhook is told again until it does', async () => {
  let refusals = 2;
  const { provider, received } = await startWithShop((response) => {
    response.statusCode = refusals > 0 ? 500 : 200;
    refusals -= 1;
    response.end();
  });
  await provider.authorize(anyCharge('a'));
  await eventually('it was told three times', () => received.length === 3);
  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
});

it('a shop that never answers does not hold the provider up', async () => {
  const { provider, received } = await startWithShop(() => {});
  const outcomes = await Promise.all(KEYS.map((key) => provider.authorize(anyCharge(key))));
  expect(outcomes.every(({ status }) => status === 'authorized')).toBe(true);
  expect(received.length).toBeLessThan(KEYS.length);
});

it('a provider that tells nobody says so to whoever would change how', async () => {
  const { config } = await startProvider();
  const headers = { authorization: `Bearer ${config.apiKey}`, 'content-type': 'application/json' };
  const answer = await fetch(`${config.url}/webhooks`, { method: 'PUT', headers, body: '{"copies":2}' });
  expect(answer.status).toBe(409);
});

it('webhooks can be had twice', async () => {
  const { provider, received, behave } = await startWithShop();
  await behave({ copies: 2 });
  await provider.authorize(anyCharge('a'));
  await eventually('it was told twice', () => received.length === 2);
  expect(received[0]?.body).toBe(received[1]?.body);
});

it('webhooks can be had late', async () => {
  const { provider, received, behave } = await startWithShop();
  await behave({ delayMs: 600_000 });
  await provider.authorize(anyCharge('late'));
  await behave({});
  await provider.authorize(anyCharge('prompt'));
  await eventually('the prompt one is told', () => received.length > 0);
  expect(received.map(({ key }) => key)).toEqual(['prompt']);
});

it('webhooks can be kept back, and be had out of order', async () => {
  const { provider, received, behave } = await startWithShop();
  await behave({ paused: true, delayMs: 0 });
  for (const key of KEYS) await provider.authorize(anyCharge(key));
  expect(received).toEqual([]);
  await behave({ shuffle: true });
  await eventually('all are told', () => received.length === KEYS.length);
  const order = received.map(({ key }) => key);
  // Eight are sent at a time, so sent in order none would overtake more than seven.
  expect(order.some((key, place) => KEYS.indexOf(key) > place + 7)).toBe(true);
  expect(order.toSorted()).toEqual(KEYS.toSorted());
});
