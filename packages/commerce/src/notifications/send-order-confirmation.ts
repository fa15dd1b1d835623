import { DomainError } from '@holdfast/shared/errors';
import type { Deps } from '../deps.ts';
import { closeEvent } from '../infra/outbox.ts';
import type { JobRun } from '../infra/queue.ts';
import { orderAccessToken } from '../infra/tokens.ts';
import { appendOrderEvent } from '../orders/record-event.ts';
import { type ConfirmedOrder, composeOrderConfirmation } from './compose-order-confirmation.ts';
import type { Mailer } from './mailer.ts';

export type NotificationDeps = Deps & {
  mailer: Mailer;
  /** Where shoppers open their orders, without a slash at its end. */
  storefrontUrl: string;
};

type ConfirmationJob = JobRun<'notifications.order-confirmation'>;

/**
 * Tells the shopper that the order is paid. The receipt comes after the sending, so a crash between the two sends
 * it again rather than never.
 */
export async function sendOrderConfirmation(deps: NotificationDeps, job: ConfirmationJob): Promise<void> {
  const { orderId } = job.payload;
  const found = await readConfirmedOrder(deps, orderId);
  // No address: the personal data was erased, there is nobody left to tell.
  if (found.isSent || found.email === null) {
    await closeEvent(deps.db.primary, job.eventId);
    return;
  }
  const mail = composeOrderConfirmation(found.order);
  await deps.mailer.send(
    { ...mail, eventId: job.eventId, name: found.order.number, to: found.email },
    job.signal,
  );
  const recorded = await deps.db.primary.$transaction(async (tx) => {
    if (!(await closeEvent(tx, job.eventId))) return false;
    await appendOrderEvent(tx, orderId, { type: 'confirmation_sent' });
    return true;
  });
  if (recorded) deps.signals.send('order_event', orderId);
}

type Found = { order: ConfirmedOrder; email: string | null; isSent: boolean };

async function readConfirmedOrder(deps: NotificationDeps, orderId: string): Promise<Found> {
  const row = await deps.db.primary.order.findUnique({
    where: { id: orderId },
    include: {
      lines: { orderBy: { position: 'asc' } },
      contact: true,
      channel: true,
      events: { where: { type: 'confirmation_sent' } },
    },
  });
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such order.');
  const token = orderAccessToken(deps.appSecret, orderId);
  // The storefront's addresses are without a prefix in the channel's own language, and have one in others.
  const prefix = row.locale === row.channel.defaultLocale ? '' : `/${row.locale}`;
  const order: ConfirmedOrder = {
    number: row.number,
    shop: row.channel.name,
    locale: row.locale,
    currency: row.currency,
    lines: row.lines.map(({ title, quantity, unitAmount }) => ({
      title,
      quantity,
      amount: quantity * Number(unitAmount),
    })),
    subtotal: Number(row.subtotal),
    discount: Number(row.discount),
    shipping: Number(row.shipping),
    tax: Number(row.tax),
    total: Number(row.total),
    taxIncluded: row.taxIncluded,
    url: `${deps.storefrontUrl}${prefix}/orders/${row.number}?token=${token}`,
  };
  return { order, email: row.contact?.email ?? null, isSent: row.events.length > 0 };
}
