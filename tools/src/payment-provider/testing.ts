import { createTestProvider, type TestProviderConfig } from '@holdfast/commerce/payments/test-provider';
import { onTestFinished } from 'vitest';
import { paymentProviderPart } from '../stack/payment-provider-part.ts';
import { findFreePort } from '../stack/ports.ts';
import { sourceArguments } from '../stack/repository.ts';
import { Supervisor } from '../stack/supervisor.ts';
import { eventually, temporaryFolder } from '../testing.ts';

async function newConfig(): Promise<TestProviderConfig> {
  return {
    url: `http://127.0.0.1:${await findFreePort()}`,
    apiKey: 'key-of-the-provider',
    webhookSecret: 'secret-of-its-webhooks',
  };
}

/** A provider of this test's own, as the local stack runs it: killed, it comes back. `at`: where, and its secrets. */
export async function startProvider({
  webhookUrl,
  at,
}: {
  webhookUrl?: string;
  at?: TestProviderConfig;
} = {}) {
  const folder = await temporaryFolder();
  const config = at ?? (await newConfig());
  const { url, apiKey, webhookSecret } = config;
  const server = {
    port: Number(new URL(url).port),
    folder,
    apiKey,
    webhookSecret,
    ...(webhookUrl !== undefined && { webhookUrl }),
  };
  const supervisor = new Supervisor();
  onTestFinished(() => supervisor.stop({ first: [], last: [] }));
  const args = sourceArguments('tools', 'payment-provider/main');
  await supervisor.start(paymentProviderPart(server, { logFile: `${folder}/log`, args }));
  const state = () => supervisor.states()[0];
  return {
    config,
    folder,
    provider: createTestProvider(config),
    kill: () => {
      process.kill(state()?.pid ?? 0, 'SIGKILL');
      return eventually('the provider is gone', () => state()?.ready === false);
    },
    untilBack: () => eventually('the provider is back', () => state()?.ready === true),
  };
}

export function anyCharge(idempotencyKey: string, token: string | null = null) {
  const signal = AbortSignal.timeout(10_000);
  return { idempotencyKey, amount: 1_250, currency: 'USD', token, signal };
}
