import type { JobRun } from '@holdfast/commerce/infra/queue';
import {
  type NotificationDeps,
  sendOrderConfirmation,
} from '@holdfast/commerce/notifications/send-order-confirmation';
import { expireUnpaidOrder } from '@holdfast/commerce/orders/expire-unpaid-order';
import { authorizePayment } from '@holdfast/commerce/payments/authorize-payment';
import { capturePayment } from '@holdfast/commerce/payments/capture-payment';
import type { PaymentDeps } from '@holdfast/commerce/payments/provider';
import type { JobName } from '@holdfast/shared/jobs';

/** What the jobs work with. */
export type WorkerDeps = PaymentDeps & NotificationDeps;

/** One for each job of the catalogue: a job without its handler does not compile. */
export type Handlers = { [N in JobName]: (deps: WorkerDeps, job: JobRun<N>) => Promise<void> };

export const HANDLERS: Handlers = {
  'payments.authorize': authorizePayment,
  'payments.capture': capturePayment,
  'orders.expire-unpaid': expireUnpaidOrder,
  'notifications.order-confirmation': sendOrderConfirmation,
};
