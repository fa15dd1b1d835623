import type { Renewal } from './renew-session.ts';

/** Told to the window with each answer, as a `CustomEvent<Renewal>`. */
export const SESSION_TOLD = 'holdfast-session';

const PATH = '/api/session/refresh';
const LOCK = 'holdfast-session';
const PATIENCE_MS = 10_000;

/**
 * Renews the session of this browser when its end is near; `isEnded`: because the API says that it is over. Of all
 * open pages one asks at a time, and the next one finds it done. `unknown` when nobody could be asked.
 */
export async function renewSession({ isEnded }: { isEnded: boolean }): Promise<Renewal> {
  const askNow = () => ask(isEnded ? `${PATH}?ended` : PATH);
  // Browsers have locks only where the address is https or localhost.
  const renewal = await ('locks' in navigator ? navigator.locks.request(LOCK, askNow) : askNow());
  dispatchEvent(new CustomEvent(SESSION_TOLD, { detail: renewal }));
  return renewal;
}

async function ask(path: string): Promise<Renewal> {
  try {
    const response = await fetch(path, { method: 'POST', signal: AbortSignal.timeout(PATIENCE_MS) });
    return response.ok ? ((await response.json()) as Renewal) : { state: 'unknown' };
  } catch {
    return { state: 'unknown' };
  }
}
