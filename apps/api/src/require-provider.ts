import { isProviderKnown, type PaymentDeps } from '@holdfast/commerce/payments/provider';
import { DomainError } from '@holdfast/shared/errors';

/** @throws DomainError VALIDATION: nothing can be paid with this provider here. */
export function requireProvider(deps: PaymentDeps, name: string): void {
  if (isProviderKnown(deps, name)) return;
  const message = `The payment provider "${name}" is not set up in this shop.`;
  throw new DomainError('VALIDATION', message, { issues: [{ path: 'payment.provider', message }] });
}
