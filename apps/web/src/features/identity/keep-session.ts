import type { Renewal } from './renew-session.ts';

/** Told to the window when nobody is signed in any more. */
export const SESSION_ENDED = 'holdfast-session-ended';

const PATH = '/api/session/refresh';
const LOCK = 'holdfast-session';

/**
 * Renews the session of this browser when its end is near; `isEnded`: because the API says that it is over. Of all
 * open pages one asks at a time, and the next one finds it done.
 */
export async function renewSession({ isEnded }: { isEnded: boolean }): Promise<Renewal> {
  const askNow = () => ask(isEnded ? `${PATH}?ended` : PATH);
  // Browsers have locks only where the address is https or localhost.
  const renewal = await ('locks' in navigator ? navigator.locks.request(LOCK, askNow) : askNow());
  if (renewal.state === 'signed_out') dispatchEvent(new Event(SESSION_ENDED));
  return renewal;
}

async function ask(path: string): Promise<Renewal> {
  try {
    const response = await fetch(path, { method: 'POST' });
    return response.ok ? ((await response.json()) as Renewal) : { state: 'unknown' };
  } catch {
    return { state: 'unknown' };
  }
}
