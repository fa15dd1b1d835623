import { createLog } from '@holdfast/commerce/infra/log';
import { stopOnce } from '@holdfast/commerce/operations/stop-once';
import { z } from 'zod';
import { Ledger } from './ledger.ts';
import { createProviderServer } from './server.ts';
import { WebhookSender } from './webhooks.ts';

const environment = z.object({
  PAYMENT_PROVIDER_HOST: z.string().min(1).default('127.0.0.1'),
  PAYMENT_PROVIDER_PORT: z.coerce.number().int().min(1).max(65_535),
  /** Where the books are. */
  PAYMENT_PROVIDER_FOLDER: z.string().min(1),
  TEST_PROVIDER_KEY: z.string().min(16),
  TEST_PROVIDER_WEBHOOK_SECRET: z.string().min(16),
  /** Who is told of each change of a charge; missing: nobody. */
  WEBHOOK_URL: z.url().optional(),
  LOG_LEVEL: z.string().default('info'),
});

async function start(): Promise<void> {
  const set = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    throw new Error(`The payment provider cannot start.\n${z.prettifyError(parsed.error)}`);
  }
  const config = parsed.data;
  const log = createLog('payment-provider', config.LOG_LEVEL);
  const webhooks = config.WEBHOOK_URL
    ? new WebhookSender({ url: config.WEBHOOK_URL, secret: config.TEST_PROVIDER_WEBHOOK_SECRET, log })
    : undefined;
  const ledger = new Ledger(config.PAYMENT_PROVIDER_FOLDER);
  const app = createProviderServer({ ledger, webhooks, apiKey: config.TEST_PROVIDER_KEY, log });
  stopOnce(async () => {
    webhooks?.stop();
    await app.close();
  });
  await app.listen({ host: config.PAYMENT_PROVIDER_HOST, port: config.PAYMENT_PROVIDER_PORT });
}

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
