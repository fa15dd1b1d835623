import type { Logger } from '@holdfast/commerce/infra/log';
import type { Queues } from '@holdfast/commerce/infra/queue';
import { applyPauses } from '@holdfast/commerce/operations/apply-pauses';
import type { Database } from '@holdfast/db/database';
import type { Signals } from '@holdfast/db/signals';
import { QUEUE_KINDS, QUEUES } from '@holdfast/shared/jobs';
import type { Workers } from './worker.ts';

type SettingsParts = {
  db: Database;
  signals: Signals;
  log: Logger;
  queues: Queues;
  workers: Pick<Workers, 'setConcurrency'>;
};

const POLL_MS = 10_000;

/**
 * Follows what operators set for the queues: at a signal, and every 10 s behind it. Each worker has its own
 * concurrency; pauses are the queues' and any worker may apply them.
 */
export async function followQueueSettings(parts: SettingsParts): Promise<{ stop(): Promise<void> }> {
  let applying: Promise<void> = Promise.resolve();
  let hasFailed = false;
  const apply = (): void => {
    applying = applying
      .then(() => applySettings(parts))
      .then(
        () => {
          hasFailed = false;
        },
        (error) => {
          if (!hasFailed) parts.log.warn({ err: error }, 'what is set for the queues is applied later');
          hasFailed = true;
        },
      );
  };
  const unlisten = await parts.signals.listen('queue_setting', apply);
  apply();
  const timer = setInterval(apply, POLL_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      unlisten();
      await applying;
    },
  };
}

async function applySettings({ db, queues, workers }: SettingsParts): Promise<void> {
  const settings = await db.primary.queueSetting.findMany();
  for (const name of QUEUES) {
    const set = settings.find(({ queue }) => queue === name)?.concurrency;
    workers.setConcurrency(name, set ?? QUEUE_KINDS[name].concurrency);
  }
  await applyPauses({ db, queues });
}
