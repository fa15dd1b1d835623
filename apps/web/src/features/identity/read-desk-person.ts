import 'server-only';
import type { User } from '@holdfast/shared/contracts/identity';
import { cache } from 'react';
import { errorCode } from '../../api/errors.ts';
import { api } from '../../api/server.ts';
import { markAccessToken, readSignInToken } from './session-cookies.ts';

type DeskUser = Pick<User, 'name' | 'email' | 'role'>;

/** Who asks for a page of the desk, as the API says. */
export type DeskPerson =
  | { state: 'signed_in'; user: DeskUser; expiresAt: string | null }
  /** The API takes the session for ended, next-auth does not: it can be renewed. `mark` is of the access token. */
  | { state: 'ended'; mark: string }
  | { state: 'stranger' }
  /** The API could not be asked: whom next-auth's cookie names. */
  | { state: 'unknown'; user: DeskUser | null; expiresAt: string | null };

/** An API that does not answer must not hold the page back that says so. */
const ASK_MS = 1_500;

/** Asked once for all parts of a page. */
export const readDeskPerson = cache(async (): Promise<DeskPerson> => {
  const token = await readSignInToken();
  try {
    const user = await (await api()).identity.me.query(undefined, { signal: AbortSignal.timeout(ASK_MS) });
    return { state: 'signed_in', user, expiresAt: token?.expiresAt ?? null };
  } catch (error) {
    if (errorCode(error) === 'UNAUTHENTICATED') {
      return token ? { state: 'ended', mark: await markAccessToken() } : { state: 'stranger' };
    }
    return { state: 'unknown', user: token, expiresAt: token?.expiresAt ?? null };
  }
});

/** Where a session that has ended is renewed on the way to a page. */
export function renewalPath(callbackUrl: string, mark: string): string {
  return `/api/session/refresh?${new URLSearchParams({ callbackUrl, mark })}`;
}

/** Where one signs in on the way to a page. */
export function signInPath(callbackUrl: string, reason?: 'ended' | 'unknown'): string {
  return `/sign-in?${new URLSearchParams({ callbackUrl, ...(reason && { reason }) })}`;
}
