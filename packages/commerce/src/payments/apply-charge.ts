import { findProvider, type PaymentDeps } from './provider.ts';
import { readPayment } from './read-payment.ts';

/**
 * Asks the provider's books what became of a payment.
 *
 * @throws DomainError NOT_FOUND: there is no such payment.
 * @throws ProviderUnavailable the books cannot be read.
 */
export async function applyCharge(deps: PaymentDeps, paymentId: string, signal: AbortSignal): Promise<void> {
  const payment = await readPayment(deps.db, paymentId);
  await findProvider(deps, payment.provider).find(payment.id, signal);
}
