import { DomainError } from '@holdfast/shared/errors';
import { z } from 'zod';
import { withDeadline } from '../infra/with-deadline.ts';
import { applyCharge, type ChargeOf, findPayment } from './apply-charge.ts';
import {
  findProvider,
  isProviderKnown,
  type PaymentDeps,
  ProviderUnavailable,
  type Webhook,
} from './provider.ts';

export type ReceivedWebhook = {
  /** The provider's name, as the sender gave it. */
  provider: string;
  webhook: Webhook;
};

/** Less than a provider waits for its answer. */
const APPLY_MS = 4_000;
const paymentId = z.uuid();

/**
 * Takes a provider's word that something happened to a charge for a hint: what it was is asked of its books. Resolves
 * also for a charge that is none of ours, so that the provider stops telling of it.
 *
 * @throws DomainError NOT_FOUND: no such provider is set up. UNAUTHENTICATED: it did not sign this.
 * UNAVAILABLE: its books cannot be read now; it should tell us again.
 */
export async function receiveWebhook(
  deps: PaymentDeps,
  { provider, webhook }: ReceivedWebhook,
): Promise<void> {
  if (!isProviderKnown(deps, provider)) {
    throw new DomainError('NOT_FOUND', 'There is no such payment provider.');
  }
  const about = findProvider(deps, provider).readWebhook(webhook);
  const id = paymentId.safeParse(about?.idempotencyKey);
  if (!id.success) return;
  const of = { paymentId: id.data, provider };
  try {
    await withDeadline(APPLY_MS, (signal) => applyNews(deps, of, signal));
  } catch (error) {
    if (isOfNobody(error)) return;
    if (!isTemporary(error)) throw error;
    throw new DomainError('UNAVAILABLE', 'The charge cannot be looked up right now.', { cause: error });
  }
}

async function applyNews(deps: PaymentDeps, of: ChargeOf, signal: AbortSignal): Promise<void> {
  const payment = await findPayment(deps, of.paymentId);
  // Mostly the job was faster, and what is taken needs nothing more: then the books need not be asked.
  if (payment === null || payment.state === 'captured') return;
  await applyCharge(deps, of, signal);
}

function isOfNobody(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'NOT_FOUND';
}

function isTemporary(error: unknown): boolean {
  return (
    error instanceof ProviderUnavailable || (error instanceof DOMException && error.name === 'TimeoutError')
  );
}
