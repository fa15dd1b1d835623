import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 128 random bits in 22 URL-safe characters: a cart's id. */
export function randomToken(bytes = 16): string {
  return randomBytes(bytes).toString('base64url');
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * The token that opens an order to whoever placed it. Derived, not stored, so that a repeated `orders.place`
 * gives the same one.
 */
export function orderAccessToken(secret: string, orderId: string): string {
  return createHmac('sha256', secret).update(`order:${orderId}`).digest('base64url');
}

export function isOrderAccessToken(secret: string, orderId: string, token: string): boolean {
  return isSame(token, orderAccessToken(secret, orderId));
}

/**
 * The token of the shop's own processes that reach it through the API alone, where none was given. Derived from the
 * secret, so that it need not be stored; who has it can do what `serviceProcedure` admits and nothing else.
 */
export function deriveServiceToken(appSecret: string): string {
  return createHmac('sha256', appSecret).update('service').digest('base64url');
}

/** Compares in a time that tells nothing of where the two differ. */
export function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
