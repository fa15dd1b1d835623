import type { JobRun } from '@holdfast/commerce/infra/queue';
import {
  type NotificationDeps,
  sendOrderConfirmation,
} from '@holdfast/commerce/notifications/send-order-confirmation';
import { expireUnpaidOrder } from '@holdfast/commerce/orders/expire-unpaid-order';
import { authorizePayment } from '@holdfast/commerce/payments/authorize-payment';
import { capturePayment } from '@holdfast/commerce/payments/capture-payment';
import type { Failure } from '@holdfast/commerce/payments/failure';
import { noteFailedCapture } from '@holdfast/commerce/payments/note-failed-capture';
import type { PaymentDeps } from '@holdfast/commerce/payments/provider';
import { settleFailedAuthorization } from '@holdfast/commerce/payments/settle-failed-authorization';
import type { JobName, QueuedJob } from '@holdfast/shared/jobs';

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

/** What is done about an attempt that failed; true when the job is over with it. */
export type FailureHandlers = {
  [N in JobName]?: (deps: WorkerDeps, job: QueuedJob<N>, failure: Failure) => Promise<boolean>;
};

export const FAILURE_HANDLERS: FailureHandlers = {
  'payments.authorize': settleFailedAuthorization,
  'payments.capture': noteFailedCapture,
};
