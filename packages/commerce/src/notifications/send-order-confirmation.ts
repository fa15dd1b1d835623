import { DomainError } from '@holdfast/shared/errors';
import type { Deps } from '../deps.ts';
import { closeEvent, IS_OPEN } from '../infra/outbox.ts';
import { faultPoint } from '../infra/fault-point.ts';
import type { JobRun } from '../infra/queue.ts';
import { orderAccessToken } from '../infra/tokens.ts';
import { type ConfirmedOrder, composeOrderConfirmation } from './compose-order-confirmation.ts';
import type { Mailer } from './mailer.ts';

export type NotificationDeps = Deps & {
  mailer: Mailer;
  /** Where shoppers open their orders, without a slash at its end. */
  storefrontUrl: string;
};

type ConfirmationJob = JobRun<'notifications.order-confirmation'>;

/**
 * Tells the shopper that the order is paid, unless it was cancelled or refunded before the mail could go out. The receipt comes after the sending, so a crash between the two sends
 * it again rather than never.
 */
export async function sendOrderConfirmation(deps: NotificationDeps, job: ConfirmationJob): Promise<void> {
  const { orderId } = job.payload;
  const found = await readConfirmedOrder(deps, orderId);
  // Without an address the personal data was erased: there is nobody left to tell.
  if (found.isSent || found.isTakenBack || found.email === null) {
    await closeEvent(deps.db.primary, job.eventId);
    return;
  }
  const mail = composeOrderConfirmation(found.order);
  faultPoint('confirm: before call');
  await deps.mailer.send(
    { ...mail, eventId: job.eventId, name: found.order.number, to: found.email },
    job.signal,
  );
  faultPoint('confirm: after call');
  const recorded = await recordSent(deps, job);
  faultPoint('confirm: after commit');
  if (recorded) deps.signals.send('order_event', orderId);
}

/** Receipt and event in one. False: another run of the same job was faster. */
async function recordSent(deps: NotificationDeps, { eventId, payload }: ConfirmationJob): Promise<boolean> {
  const sent = await deps.db.primary.$executeRaw`
    WITH locked AS (
      SELECT id FROM orders WHERE id = ${payload.orderId}::uuid FOR UPDATE
    ), receipt AS (
      UPDATE outbox_event SET closed_at = clock_timestamp()
      FROM locked
      WHERE outbox_event.id = ${eventId}::uuid AND ${IS_OPEN}
      RETURNING outbox_event.id
    )
    INSERT INTO order_event (order_id, seq, type)
    SELECT ${payload.orderId}::uuid, NULL, 'confirmation_sent' FROM receipt`;
  return sent === 1;
}

type Found = {
  order: ConfirmedOrder;
  email: string | null;
  isSent: boolean;
  /** Nothing of it is left to be thankful for: it was cancelled, or all its money has gone back. */
  isTakenBack: boolean;
};

type Row = Omit<ConfirmedOrder, 'url'> & {
  defaultLocale: string;
  email: string | null;
  isSent: boolean;
  isTakenBack: boolean;
};

async function readConfirmedOrder(deps: NotificationDeps, orderId: string): Promise<Found> {
  const [row] = await deps.db.primary.$queryRaw<Row[]>`
    SELECT number, channel.name AS shop, channel.default_locale AS "defaultLocale", locale, currency,
           subtotal::float8 AS subtotal, discount::float8 AS discount, shipping::float8 AS shipping,
           tax::float8 AS tax, total::float8 AS total, orders.tax_included AS "taxIncluded",
           (SELECT email FROM order_contact WHERE order_id = orders.id) AS email,
           EXISTS (SELECT FROM order_event WHERE order_id = orders.id AND type = 'confirmation_sent') AS "isSent",
           fulfilment_status = 'cancelled' OR payment_status IN ('cancelled', 'refunded') AS "isTakenBack",
           (SELECT json_agg(json_build_object('title', title, 'quantity', quantity,
                                              'amount', quantity * unit_amount) ORDER BY position)
            FROM order_line WHERE order_id = orders.id) AS lines
    FROM orders JOIN channel ON channel.id = orders.channel_id
    WHERE orders.id = ${orderId}::uuid`;
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such order.');
  const { defaultLocale, email, isSent, isTakenBack, ...order } = row;
  const token = orderAccessToken(deps.appSecret, orderId);
  // The storefront's addresses are without a prefix in the channel's own language, and have one in others.
  const prefix = order.locale === defaultLocale ? '' : `/${order.locale}`;
  const url = `${deps.storefrontUrl}${prefix}/orders/${order.number}?token=${token}`;
  return { order: { ...order, url }, email, isSent, isTakenBack };
}
