import type { PayOrderOutput } from '@holdfast/shared/contracts/orders';
import { trpc } from '../../api/client.ts';
import { ERRORS } from '@holdfast/shared/errors';
import { errorCode } from '../../api/errors.ts';
import type { OrderKey } from './follow-events.ts';

type Attempt = { idempotencyKey: string; token: string };

const TIMEOUT_MS = 20_000;

/**
 * Tries to pay with another card. The same card again, before an answer has come, is the same try.
 * @throws TRPCClientError
 */
export async function payAgain({ number, accessToken }: OrderKey, token: string): Promise<PayOrderOutput> {
  const attempt = readAttempt(number, token) ?? { idempotencyKey: crypto.randomUUID(), token };
  keep(number, attempt);
  const { idempotencyKey } = attempt;
  const payment = { provider: 'test' as const, token };
  try {
    const answer = await trpc.orders.pay.mutate(
      { number, accessToken, idempotencyKey, payment },
      { signal: AbortSignal.timeout(TIMEOUT_MS) },
    );
    keep(number, null);
    return answer;
  } catch (error) {
    const code = errorCode(error);
    const isAnswered = code !== 'OFFLINE' && !ERRORS[code].retryable;
    if (isAnswered) keep(number, null);
    throw error;
  }
}

function storageKey(number: string): string {
  return `hf_pay_${number}`;
}

function readAttempt(number: string, token: string): Attempt | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageKey(number)) ?? 'null') as Attempt | null;
    return kept?.token === token ? kept : null;
  } catch {
    return null;
  }
}

function keep(number: string, attempt: Attempt | null): void {
  try {
    if (attempt) sessionStorage.setItem(storageKey(number), JSON.stringify(attempt));
    else sessionStorage.removeItem(storageKey(number));
  } catch {
    // Without storage a try after a lost answer is refused by the order's state: it is being paid already.
  }
}
