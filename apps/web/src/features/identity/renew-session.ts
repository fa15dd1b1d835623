import 'server-only';
import type { Session } from '@holdfast/shared/contracts/identity';
import { errorCode } from '../../api/errors.ts';
import { publicApi } from '../../api/server.ts';
import { readSignInToken, writeAccessToken, writeSignInToken } from './session-cookies.ts';

/** `unknown`: the API could not be asked, so it stays as it is. */
export type Renewal =
  | { state: 'signed_in'; expiresAt: string }
  | { state: 'signed_out' }
  | { state: 'unknown' };

/** An access token that lives longer than this is good enough. */
const SOON_MS = 10 * 60_000;
/** Requests that left the browser at once carry the same refresh token, which is good for one use. */
const SHARED_MS = 30_000;

const underWay = new Map<string, Promise<Session>>();

/**
 * Gives the person's session a new access token when its end is near, or when `isEnded` says that the API takes it
 * for ended. To be called where cookies can be set.
 */
export async function renewSession({ isEnded }: { isEnded: boolean }): Promise<Renewal> {
  const token = await readSignInToken();
  if (!token) return { state: 'signed_out' };
  const isFresh = Date.parse(token.expiresAt) - Date.now() > SOON_MS;
  if (isFresh && !isEnded) return { state: 'signed_in', expiresAt: token.expiresAt };
  try {
    const session = await refreshOnce(token.refreshToken);
    await writeAccessToken(session);
    await writeSignInToken(session);
    return { state: 'signed_in', expiresAt: session.expiresAt };
  } catch (error) {
    return { state: errorCode(error) === 'UNAUTHENTICATED' ? 'signed_out' : 'unknown' };
  }
}

function refreshOnce(refreshToken: string): Promise<Session> {
  const shared = underWay.get(refreshToken);
  if (shared) return shared;
  const session = publicApi().then((api) => api.identity.refresh.mutate({ refreshToken }));
  underWay.set(refreshToken, session);
  const forget = () => underWay.delete(refreshToken);
  session.then(() => setTimeout(forget, SHARED_MS).unref(), forget);
  return session;
}
