import type { Database } from '@holdfast/db/database';
import { IS_OPEN } from '../infra/outbox.ts';

/** Why an attempt at a job failed. `isFinal`: another one would fail in the same way. */
export type Failure = { error: unknown; isFinal: boolean };

/** How long a payment may go on failing before something has to be done about it. */
const PATIENCE_MS = 15 * 60_000;

/** Whether trying alone will not do any more: the failure is final, or the job is owed for 15 minutes. */
export async function hasFailedForGood(db: Database, eventId: string, failure: Failure): Promise<boolean> {
  if (failure.isFinal) return true;
  const overdue = await db.primary.$queryRaw<unknown[]>`
    SELECT id FROM outbox_event
    WHERE id = ${eventId}::uuid AND ${IS_OPEN}
      AND available_at < now() - ${PATIENCE_MS} * interval '1 millisecond'`;
  return overdue.length > 0;
}
