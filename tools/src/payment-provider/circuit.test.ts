import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openProviders } from '@holdfast/commerce/payments/open-providers';
import { type PaymentProvider, ProviderUnavailable } from '@holdfast/commerce/payments/provider';
import type { TestProviderConfig } from '@holdfast/commerce/payments/test-provider';
import { readLedger } from '@holdfast/commerce/payments/testing';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { findFreePort } from '../stack/ports.ts';
import { anyCharge, startProvider } from './testing.ts';

/** As the API and the worker open it. */
function openWithCircuit({ url, apiKey, webhookSecret }: TestProviderConfig) {
  const { providers, circuits } = openProviders({
    TEST_PROVIDER_URL: url,
    TEST_PROVIDER_KEY: apiKey,
    TEST_PROVIDER_WEBHOOK_SECRET: webhookSecret,
  });
  if (!providers.test) throw new Error('the provider is not set up');
  return { provider: providers.test, state: () => circuits[0]?.read().state };
}

const failedCalls = (provider: PaymentProvider, token: string | null) =>
  Promise.all(
    Array.from({ length: 40 }, () =>
      provider.authorize(anyCharge(randomUUID(), token)).then(
        () => null,
        (error: unknown) => error,
      ),
    ),
  );

it('a provider that is away is left alone after some calls, and asked again when it is back', async () => {
  const config = { ...inject('stack').paymentProvider, url: `http://127.0.0.1:${await findFreePort()}` };
  const { provider, state } = openWithCircuit(config);
  const errors = await failedCalls(provider, null);
  expect(errors.every((error) => error instanceof ProviderUnavailable)).toBe(true);
  expect(state()).toBe('open');
  await expect(provider.find('any', AbortSignal.timeout(5_000))).rejects.toThrow(/is not called now/);
  await expect(provider.authorize(anyCharge('held back'))).rejects.toThrow(ProviderUnavailable);

  await startProvider({ at: config });
  await expect
    .poll(() => provider.authorize(anyCharge('back')).catch(() => null), { timeout: 15_000 })
    .toMatchObject({ status: 'authorized' });
  expect(state()).toBe('closed');
  expect([...(await readLedger(config)).keys()]).toEqual(['back']);
});

it.each(['down', 'declined'])('the cards of some shoppers (%s) hold nobody else back', async (token) => {
  const { provider, state } = openWithCircuit(inject('stack').paymentProvider);
  await failedCalls(provider, token);
  expect(state()).toBe('closed');
  expect(await provider.authorize(anyCharge(randomUUID()))).toMatchObject({ status: 'authorized' });
});

describe('what says nothing about the provider holds nobody else back', () => {
  const config = inject('stack').paymentProvider;
  const used = randomUUID();
  beforeAll(() => openWithCircuit(config).provider.authorize(anyCharge(used)));

  it.each([
    ['a request that it does not understand', config, { currency: 'dollars' }],
    ['a key that was used for something else', config, { idempotencyKey: used, amount: 1 }],
    ['a wrong key of ours', { ...config, apiKey: 'not-the-key-of-the-provider' }, {}],
    ['an attempt that has no time left', config, { signal: AbortSignal.abort() }],
  ])('%s', async (_, where, part) => {
    const { provider, state } = openWithCircuit(where);
    const asked = Array.from({ length: 40 }, () => ({ ...anyCharge(randomUUID()), ...part }));
    await Promise.allSettled(asked.map((request) => provider.authorize(request)));
    expect(state()).toBe('closed');
  });
});

it.each([429, 500, 503])('a provider that answers %i is left alone after some calls', async (status) => {
  const server = createServer((_, response) => response.writeHead(status).end()).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { provider, state } = openWithCircuit({
    ...inject('stack').paymentProvider,
    url: `http://127.0.0.1:${port}`,
  });
  await failedCalls(provider, null);
  expect(state()).toBe('open');
});
