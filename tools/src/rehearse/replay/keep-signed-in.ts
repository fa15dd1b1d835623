import type { Session } from '../load/session.ts';
import { signIn } from '../load/sign-in.ts';
import type { RehearsalShop } from '../running-shop.ts';

/** A token is good for an hour, and a replay by the real clock takes days. */
const RENEW_EVERY_MS = 20 * 60_000;

/** Gives the session new tokens until it is told to end; one that cannot be had now is asked for the next time. */
export function keepSignedIn(shop: RehearsalShop, session: Session): { end(): void } {
  const renew = async () => {
    session.accessToken = await signIn(shop).catch(() => session.accessToken);
  };
  const timer = setInterval(() => void renew(), RENEW_EVERY_MS);
  return { end: () => clearInterval(timer) };
}
