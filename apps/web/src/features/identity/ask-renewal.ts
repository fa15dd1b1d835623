import type { Renewal } from './renew-session.ts';

const LOCK = 'hf-session';
const PATIENCE_MS = 10_000;

/**
 * Asks for a new access token, one tab at a time: a refresh token is good for one use. Does nothing while the token is
 * good for long, unless `isEnded` says that the API has refused it. `unknown` when nobody could be asked.
 */
export async function askRenewal({ isEnded }: { isEnded: boolean }): Promise<Renewal> {
  // Browsers have locks on https and on localhost only.
  if (!navigator.locks) return post(isEnded);
  return navigator.locks.request(LOCK, () => post(isEnded));
}

async function post(isEnded: boolean): Promise<Renewal> {
  try {
    const answer = await fetch(`/api/session/refresh${isEnded ? '?ended' : ''}`, {
      method: 'POST',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return answer.ok ? ((await answer.json()) as Renewal) : { state: 'unknown' };
  } catch {
    return { state: 'unknown' };
  }
}
