import { randomUUID } from 'node:crypto';
import { openProviders } from '@holdfast/commerce/payments/open-providers';
import { type PaymentProvider, ProviderUnavailable } from '@holdfast/commerce/payments/provider';
import type { TestProviderConfig } from '@holdfast/commerce/payments/test-provider';
import { readLedger } from '@holdfast/commerce/payments/testing';
import { expect, inject, it } from 'vitest';
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
