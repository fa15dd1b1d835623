import type { Database } from '@holdfast/db/database';
import { QUEUES } from '@holdfast/shared/jobs';
import type { Queues } from '../infra/queue.ts';

/**
 * Pauses and resumes queues in Redis as operators have set them in PostgreSQL; a queue that nobody has ever set is
 * left as it is. Safe to repeat, by anybody.
 *
 * @throws Error when Redis does not answer: it is to be done again later.
 */
export async function applyPauses({ db, queues }: { db: Database; queues: Queues }): Promise<void> {
  const settings = await db.primary.queueSetting.findMany();
  for (const name of QUEUES) {
    const setting = settings.find(({ queue }) => queue === name);
    if (!setting || (await queues[name].isPaused()) === setting.paused) continue;
    await (setting.paused ? queues[name].pause() : queues[name].resume());
  }
}
