import type { Deps } from '../deps.ts';
import { closeEvent } from '../infra/outbox.ts';
import type { JobRun } from '../infra/queue.ts';

/**
 * An alarm that releases before this one have set for a declined order. The reaper ends holds now, by the order's own
 * `hold_expires_at`; an order of before has none and is given it here, its time being over.
 */
export async function expireUnpaidOrder(deps: Deps, job: JobRun<'orders.expire-unpaid'>): Promise<void> {
  await deps.db.primary.$transaction(async (tx) => {
    await tx.$executeRaw`
      UPDATE orders SET hold_expires_at = now()
      WHERE id = ${job.payload.orderId}::uuid AND payment_status = 'failed' AND hold_expires_at IS NULL`;
    await closeEvent(tx, job.eventId);
  });
}
