import { answersWell } from './answers-well.ts';
import { PATH_WITH_OUR_NODE, REPOSITORY } from './repository.ts';
import type { Part } from './supervised-part.ts';

/** The part's name, and that of its folder in DATA_DIR. */
export const PAYMENT_PROVIDER = 'payment-provider';

/** The test provider's process: where it listens on the loopback, its books, and the secrets it shares with the shop. */
export type PaymentProviderServer = {
  port: number;
  folder: string;
  apiKey: string;
  webhookSecret: string;
  /** Who is told of each change of a charge; missing: nobody. */
  webhookUrl?: string;
};

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;

/** Charges nobody, and knows nothing of the shop but where its webhooks go. `args`: of its program. */
export function paymentProviderPart(
  server: PaymentProviderServer,
  { logFile, args }: { logFile: string; args: string[] },
): Part {
  return {
    name: PAYMENT_PROVIDER,
    logFile,
    command: () => ({
      file: process.execPath,
      args,
      cwd: REPOSITORY,
      env: {
        PATH: PATH_WITH_OUR_NODE,
        TZ: process.env.TZ,
        LOG_LEVEL: process.env.LOG_LEVEL || 'info',
        PAYMENT_PROVIDER_PORT: String(server.port),
        PAYMENT_PROVIDER_FOLDER: server.folder,
        TEST_PROVIDER_KEY: server.apiKey,
        TEST_PROVIDER_WEBHOOK_SECRET: server.webhookSecret,
        ...(server.webhookUrl && { WEBHOOK_URL: server.webhookUrl }),
      },
    }),
    ready: () => answersWell(`http://127.0.0.1:${server.port}/health`),
    readyTimeoutMs: READY_TIMEOUT_MS,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: STOP_TIMEOUT_MS,
  };
}
