import type { PlaceOrderInput, PlaceOrderOutput } from '@holdfast/shared/contracts/orders';
import { trpc } from '../../api/client.ts';
import { errorCode } from '../../api/errors.ts';

/** One intention to order, under the key that makes one order of however many times it is sent. */
export type Attempt = PlaceOrderInput;

const KEY = 'hf_checkout_attempts';
const TIMEOUT_MS = 20_000;

/** Errors after which nobody knows whether the order was made: the attempt is kept and can be sent again. */
const UNANSWERED = new Set([
  'OFFLINE',
  'UNAVAILABLE',
  'OVERLOADED',
  'IN_PROGRESS',
  'INTERNAL',
  'RATE_LIMITED',
]);

/**
 * Places the order. The same input sent again is the same attempt, also after a reload or a lost answer, until an
 * answer has come.
 * @throws TRPCClientError
 */
export async function placeAttempt(input: Omit<Attempt, 'idempotencyKey'>): Promise<PlaceOrderOutput> {
  const before = readUnanswered();
  const attempt = before.find((other) => isSame(other, input)) ?? {
    ...input,
    idempotencyKey: crypto.randomUUID(),
  };
  const others = before.filter((other) => other !== attempt);
  keepUnanswered([...others, attempt]);
  try {
    const answer = await send(attempt);
    forgetAttempts();
    return answer;
  } catch (error) {
    const code = errorCode(error);
    if (UNANSWERED.has(code)) throw error;
    const earlier = code === 'CART_ALREADY_PLACED' ? await answerOfEarlier(others, input.cartId) : null;
    forgetAttempts();
    if (earlier) return earlier;
    throw error;
  }
}

export function forgetAttempts(): void {
  keepUnanswered([]);
}

/** The cart has become an order: by which of the attempts whose answer was lost? */
async function answerOfEarlier(attempts: Attempt[], cartId: string): Promise<PlaceOrderOutput | null> {
  for (const attempt of attempts.filter((other) => other.cartId === cartId)) {
    const answer = await send(attempt).catch(() => null);
    if (answer?.status === 'placed') return answer;
  }
  return null;
}

function send(attempt: Attempt): Promise<PlaceOrderOutput> {
  return trpc.orders.place.mutate(attempt, { signal: AbortSignal.timeout(TIMEOUT_MS) });
}

function isSame({ idempotencyKey: _, ...attempt }: Attempt, input: Omit<Attempt, 'idempotencyKey'>): boolean {
  return JSON.stringify(attempt) === JSON.stringify(input);
}

let unanswered: Attempt[] | undefined;

function readUnanswered(): Attempt[] {
  try {
    unanswered ??= JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as Attempt[];
  } catch {
    unanswered = [];
  }
  return unanswered;
}

function keepUnanswered(attempts: Attempt[]): void {
  unanswered = attempts;
  try {
    if (attempts.length === 0) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(attempts));
  } catch {
    // Without storage the key lives as long as the page.
  }
}

/** Whether an order was sent off whose answer never came. */
export function hasUnanswered(cartId: string): boolean {
  return readUnanswered().some((attempt) => attempt.cartId === cartId);
}
