import { DomainError } from '@holdfast/shared/errors';
import type { Deps } from '../deps.ts';

/** What a provider has in its books under one idempotency key. */
export type Charge =
  | { status: 'authorized'; reference: string }
  | { status: 'captured'; reference: string }
  | { status: 'declined'; reason: string }
  | { status: 'cancelled'; reference: string };

export type Capture = { status: 'captured' } | { status: 'refused'; reason: string };

export type Refund = { status: 'refunded' } | { status: 'refused'; reason: string };

export type AuthorizeRequest = {
  /** Repeating it never charges twice: the first outcome is given again. */
  idempotencyKey: string;
  /** Minor units of `currency`. */
  amount: number;
  currency: string;
  token: string | null;
  signal: AbortSignal;
};

export type ChargeRequest = { reference: string; signal: AbortSignal };

export type RefundRequest = ChargeRequest & {
  /** Repeating it never refunds twice: the first outcome is given again. */
  idempotencyKey: string;
  /** Minor units of the charge's currency. */
  amount: number;
};

/** What a provider tells on its own. `headers` have lower-case names. */
export type Webhook = { body: string; headers: Record<string, string | undefined> };

/**
 * Somebody who moves money for us. A refusal is an outcome; what is thrown says nothing about the charge.
 *
 * @throws RequestRefused it will never be done, and no outcome says so.
 * @throws ProviderUnavailable nothing was done; to be tried again.
 * @throws UnknownOutcome it may have been done: ask `find` before asking for it again.
 */
export type PaymentProvider = {
  authorize(request: AuthorizeRequest): Promise<Charge>;
  /** Takes the authorised money. Capturing what is captured is captured. */
  capture(request: ChargeRequest): Promise<Capture>;
  /** Lets go of an authorisation. Cancelling what is cancelled changes nothing. */
  cancel(request: ChargeRequest): Promise<void>;
  /** Gives captured money back, the whole or a part of it. */
  refund(request: RefundRequest): Promise<Refund>;
  /** What became of an earlier `authorize`; null when it never reached the books. */
  find(idempotencyKey: string, signal: AbortSignal): Promise<Charge | null>;
  /**
   * Which charge a webhook is about, as the idempotency key of its `authorize`; null when it is about none. It is a
   * hint to ask `find`, no more: webhooks come late, twice and out of order.
   *
   * @throws DomainError UNAUTHENTICATED: the provider did not sign it.
   */
  readWebhook(webhook: Webhook): { idempotencyKey: string } | null;
};

export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable';
}

export class UnknownOutcome extends Error {
  override readonly name = 'UnknownOutcome';
}

/** By the name that an order's payment was placed with. */
export type PaymentProviders = Record<string, PaymentProvider>;

export type PaymentDeps = Deps & { providers: PaymentProviders };

export function isProviderKnown(deps: PaymentDeps, name: string): boolean {
  return Object.hasOwn(deps.providers, name);
}

/** @throws DomainError CONFLICT: nobody of that name is set up here. */
export function findProvider(deps: PaymentDeps, name: string): PaymentProvider {
  const provider = isProviderKnown(deps, name) ? deps.providers[name] : undefined;
  if (!provider) throw new DomainError('CONFLICT', `The payment provider "${name}" is not set up.`);
  return provider;
}
