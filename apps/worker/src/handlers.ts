import type { JobRun } from '@holdfast/commerce/infra/queue';
import {
  type NotificationDeps,
  sendOrderConfirmation,
} from '@holdfast/commerce/notifications/send-order-confirmation';
import { expireUnpaidOrder } from '@holdfast/commerce/orders/expire-unpaid-order';
import { carryPayment } from '@holdfast/commerce/payments/carry-payment';
import { carryRefund } from '@holdfast/commerce/payments/carry-refund';
import type { Failure } from '@holdfast/commerce/payments/failure';
import type { PaymentDeps } from '@holdfast/commerce/payments/provider';
import { settleFailedPayment } from '@holdfast/commerce/payments/settle-failed-payment';
import type { JobName, QueuedJob } from '@holdfast/shared/jobs';

/** What the jobs work with. */
export type WorkerDeps = PaymentDeps & NotificationDeps;

/** One for each job of the catalogue: a job without its handler does not compile. */
export type Handlers = { [N in JobName]: (deps: WorkerDeps, job: JobRun<N>) => Promise<void> };

export const HANDLERS: Handlers = {
  'payments.authorize': carryPayment,
  'payments.capture': carryPayment,
  'payments.cancel': carryPayment,
  'payments.refund': carryRefund,
  'orders.expire-unpaid': expireUnpaidOrder,
  'notifications.order-confirmation': sendOrderConfirmation,
};

/** What is done about an attempt that failed; true when the job is over with it. */
export type FailureHandlers = {
  [N in JobName]?: (deps: WorkerDeps, job: QueuedJob<N>, failure: Failure) => Promise<boolean>;
};

export const FAILURE_HANDLERS: FailureHandlers = {
  'payments.authorize': settleFailedPayment,
  'payments.capture': settleFailedPayment,
};
