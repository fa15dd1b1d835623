import { z } from 'zod';
import type { PaymentProviders } from './provider.ts';
import { createTestProvider } from './test-provider.ts';

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

/** The providers that are set up, by name. @throws Error when one is set up by half. */
export function openProviders(settings: ProviderSettings): PaymentProviders {
  const { TEST_PROVIDER_URL: url, TEST_PROVIDER_KEY: apiKey } = settings;
  const { TEST_PROVIDER_WEBHOOK_SECRET: webhookSecret } = settings;
  if (!url) return {};
  if (!apiKey || !webhookSecret) {
    throw new Error('TEST_PROVIDER_URL needs TEST_PROVIDER_KEY and TEST_PROVIDER_WEBHOOK_SECRET.');
  }
  return { test: createTestProvider({ url, apiKey, webhookSecret }) };
}
