'use client';
import { useEffect, useState } from 'react';
import { renewSession, SESSION_ENDED } from './keep-session.ts';

/** How long before its end a session is renewed, and how soon again when that did not work. */
const BEFORE_END_MS = 5 * 60_000;
const AGAIN_MS = 15_000;
/** Timers stand still while a computer sleeps. */
const LONGEST_WAIT_MS = 60_000;

/** Renews the session while a page of the desk is open, and says so when it has ended. */
export function SessionKeeper({ expiresAt }: { expiresAt: string | null }) {
  const [isEnded, setIsEnded] = useState(false);

  useEffect(() => {
    if (expiresAt === null) return;
    let endsAt = Date.parse(expiresAt);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const wait = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(check, Math.min(LONGEST_WAIT_MS, Math.max(0, ms)));
    };
    const check = async () => {
      const left = endsAt - BEFORE_END_MS - Date.now();
      if (left > 0) return wait(left);
      const renewal = await renewSession({ isEnded: false });
      if (isOver || renewal.state === 'signed_out') return;
      if (renewal.state === 'signed_in') endsAt = Date.parse(renewal.expiresAt);
      // A clock that is ahead of the server's must not make it ask without a pause.
      wait(AGAIN_MS);
    };
    const onVisible = () => {
      if (!document.hidden) void check();
    };
    void check();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [expiresAt]);

  useEffect(() => {
    const onEnded = () => setIsEnded(true);
    addEventListener(SESSION_ENDED, onEnded);
    return () => removeEventListener(SESSION_ENDED, onEnded);
  }, []);

  if (!isEnded) return null;
  return (
    <div role="alert" className="border-b border-warning bg-warning-soft px-4 py-2 md:px-6">
      <span className="font-medium">Your session has ended.</span> What you see is from before.{' '}
      <a
        href={`/sign-in?callbackUrl=${encodeURIComponent(location.pathname + location.search)}`}
        className="underline underline-offset-4"
      >
        Sign in again
      </a>
    </div>
  );
}
