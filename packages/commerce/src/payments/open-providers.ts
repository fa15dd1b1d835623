import { z } from 'zod';
import { Circuit } from '../infra/circuit.ts';
import type { PaymentProviders } from './provider.ts';
import { createTestProvider } from './test-provider.ts';
import { isProvidersFault, withCircuit } from './with-circuit.ts';

/** The environment's part about payment providers, the same for every process that talks to them. */
export const PROVIDER_SETTINGS = {
  /** Missing in a real shop: nobody must be able to pay there with the test provider. */
  TEST_PROVIDER_URL: z
    .url()
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  TEST_PROVIDER_KEY: z.string().min(16).optional(),
  TEST_PROVIDER_WEBHOOK_SECRET: z.string().min(16).optional(),
};

export type ProviderSettings = {
  [Name in keyof typeof PROVIDER_SETTINGS]?: z.output<(typeof PROVIDER_SETTINGS)[Name]>;
};

export type OpenedProviders = {
  /** Those that are set up, by name. */
  providers: PaymentProviders;
  /** One for each. */
  circuits: Circuit[];
};

/** @throws Error when one is set up by half. */
export function openProviders(settings: ProviderSettings): OpenedProviders {
  const { TEST_PROVIDER_URL: url, TEST_PROVIDER_KEY: apiKey } = settings;
  const { TEST_PROVIDER_WEBHOOK_SECRET: webhookSecret } = settings;
  if (!url) return { providers: {}, circuits: [] };
  if (!apiKey || !webhookSecret) {
    throw new Error('TEST_PROVIDER_URL needs TEST_PROVIDER_KEY and TEST_PROVIDER_WEBHOOK_SECRET.');
  }
  const circuit = new Circuit('payments-test', isProvidersFault);
  const test = withCircuit(createTestProvider({ url, apiKey, webhookSecret }), circuit);
  return { providers: { test }, circuits: [circuit] };
}
