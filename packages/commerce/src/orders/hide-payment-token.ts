import type { PlaceOrderInput } from '@holdfast/shared/contracts/orders';
import { sha256 } from '../infra/tokens.ts';

/** For a fingerprint: the payment token is a secret and stands there as its hash. */
export function hidePaymentToken({ token, ...payment }: PlaceOrderInput['payment']) {
  return { ...payment, token: token === undefined ? undefined : sha256(token) };
}
