import { expect, it } from 'vitest';
import { openProviders } from './open-providers.ts';

const TEST_PROVIDER = {
  TEST_PROVIDER_URL: 'http://127.0.0.1:4080',
  TEST_PROVIDER_KEY: 'key-of-the-provider',
  TEST_PROVIDER_WEBHOOK_SECRET: 'secret-of-its-webhooks',
};

it('a shop has the test provider where its address is given, and a circuit to it', () => {
  const { providers, circuits } = openProviders(TEST_PROVIDER);
  expect(Object.keys(providers)).toEqual(['test']);
  expect(circuits.map((circuit) => circuit.read())).toEqual([{ name: 'payments-test', state: 'closed' }]);
});

it('a shop without the address of the test provider does not have it', () => {
  const { TEST_PROVIDER_URL: _, ...secrets } = TEST_PROVIDER;
  expect(openProviders(secrets)).toEqual({ providers: {}, circuits: [] });
});

it.each(['TEST_PROVIDER_KEY', 'TEST_PROVIDER_WEBHOOK_SECRET'] as const)(
  'a provider without its %s is no provider',
  (name) => {
    const { [name]: _, ...rest } = TEST_PROVIDER;
    expect(() => openProviders(rest)).toThrow(/TEST_PROVIDER_URL needs/);
  },
);
