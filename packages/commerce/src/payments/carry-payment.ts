import { DomainError } from '@holdfast/shared/errors';
import { faultPoint } from '../infra/fault-point.ts';
import type { JobRun } from '../infra/queue.ts';
import { closeEvent } from '../infra/outbox.ts';
import { tellOrder } from '../orders/record-event.ts';
import { type BegunStep, beginStep, failStep } from './begin-step.ts';
import { finishOver } from './finish-over.ts';
import { letGo } from './let-go.ts';
import { type Charge, findProvider, type PaymentDeps } from './provider.ts';
import { outcomeOf, recordOutcome } from './record-outcome.ts';

type PaymentJob = JobRun<'payments.authorize' | 'payments.capture' | 'payments.cancel'>;

/** Authorize, capture, and as often again when a webhook or a cancellation came between. */
const MOST_STEPS = 6;

/**
 * Carries a payment on from wherever it stands: money is reserved, taken, or let go when its order was closed. The
 * provider is called outside of any transaction; what it said is then written together with the job's receipt. Safe to
 * run twice, at once or after a crash at any point: the payment's id is the idempotency key at the provider, each
 * step is decided anew from what is written, and only one of those who learn an outcome writes it.
 *
 * @throws ProviderUnavailable, UnknownOutcome: to be tried again.
 * @throws DomainError CONFLICT: the provider is not set up, or does not give the money for goods that have left.
 */
export async function carryPayment(deps: PaymentDeps, job: PaymentJob): Promise<void> {
  let step = await beginNext(deps, job);
  for (let steps = 1; step !== null; steps += 1) {
    if (steps > MOST_STEPS) throw new Error('the payment does not come to an end');
    step = await runStep(deps, step, job);
  }
}

/** Null, with the receipt written, when there is nothing left to do, at the provider neither. */
async function beginNext(deps: PaymentDeps, job: PaymentJob): Promise<BegunStep | null> {
  const { paymentId } = job.payload;
  const step = await beginStep(deps.db, paymentId);
  if (step !== null) return step;
  await finishOver(deps, paymentId, job.signal);
  await closeEvent(deps.db.primary, job.eventId);
  return null;
}

/** @returns the step that follows; null when the receipt is written. */
async function runStep(deps: PaymentDeps, step: BegunStep, job: PaymentJob): Promise<BegunStep | null> {
  try {
    if (step.step === 'authorize') return await authorize(deps, step, job);
    if (step.step === 'capture') return await capture(deps, step, job);
    await letGo(deps, step, job.signal);
    return await beginNext(deps, job);
  } catch (error) {
    await failStep(deps.db, step.stepId, error);
    throw error;
  }
}

async function authorize(deps: PaymentDeps, step: BegunStep, job: PaymentJob): Promise<BegunStep | null> {
  faultPoint('authorize: before call');
  const charge = await findOrAuthorize(deps, step, job.signal);
  faultPoint('authorize: after call');
  const { paymentId, orderId, stepId, capturesAtOnce } = step;
  const outcome = outcomeOf(charge, capturesAtOnce);
  const { recorded, captureStepId } = await recordOutcome(deps.db.primary, {
    paymentId,
    orderId,
    outcome,
    stepId,
    eventId: job.eventId,
  });
  faultPoint('authorize: after commit');
  // A webhook was faster, or the order was closed: what is written says what to do now.
  if (!recorded) return beginNext(deps, job);
  if (captureStepId === null || outcome.kind !== 'authorized') {
    tellOrder(deps, orderId);
    return null;
  }
  return { ...step, step: 'capture', stepId: captureStepId, reference: outcome.reference };
}

async function capture(deps: PaymentDeps, step: BegunStep, job: PaymentJob): Promise<BegunStep | null> {
  const { paymentId, orderId, stepId, reference } = step;
  if (reference === null) throw new Error('an authorized payment has no reference');
  faultPoint('capture: before call');
  const answer = await findProvider(deps, step.provider).capture({ reference, signal: job.signal });
  faultPoint('capture: after call');
  // There is nothing to decline any more: a human has to find the money in another way.
  if (answer.status === 'refused' && step.hasLeft) throw new DomainError('CONFLICT', answer.reason);
  const { recorded } = await recordOutcome(deps.db.primary, {
    paymentId,
    orderId,
    stepId,
    eventId: job.eventId,
    outcome:
      answer.status === 'captured'
        ? { kind: 'captured', reference }
        : { kind: 'declined', reason: answer.reason },
  });
  faultPoint('capture: after commit');
  if (!recorded) return beginNext(deps, job);
  tellOrder(deps, orderId);
  return null;
}

/** Asks the books before it asks again: an earlier attempt may have charged and died before it could write so. */
async function findOrAuthorize(deps: PaymentDeps, step: BegunStep, signal: AbortSignal): Promise<Charge> {
  const { paymentId: idempotencyKey, amount, currency, token } = step;
  const provider = findProvider(deps, step.provider);
  const earlier = step.isRepeated ? await provider.find(idempotencyKey, signal) : null;
  return earlier ?? provider.authorize({ idempotencyKey, amount, currency, token, signal });
}
