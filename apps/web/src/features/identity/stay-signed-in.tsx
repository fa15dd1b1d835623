'use client';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { renewSession, SESSION_TOLD } from './keep-session.ts';
import type { Renewal } from './renew-session.ts';

/** Asked this long before the end; the server renews what ends within ten minutes. */
const AHEAD_MS = 8 * 60_000;
/** Never sooner, also for a clock that is ahead of the server's. */
const PAUSE_MS = 15_000;

type Props = { expiresAt: string | null };

/** Keeps the session alive while the desk is open, and says so when it has ended. */
export function StaySignedIn({ expiresAt }: Props) {
  useRenewal(expiresAt);
  const hasEnded = useHasEnded();
  const pathname = usePathname();
  return (
    <div role="alert">
      {hasEnded && (
        <p className="border-b border-warning bg-warning-soft px-4 py-2.5 text-sm md:px-6">
          Your session has ended. What you see is from before, and nothing can be saved.{' '}
          <a
            href={`/sign-in?callbackUrl=${encodeURIComponent(pathname + location.search)}`}
            className="inline-flex min-h-11 items-center font-medium underline underline-offset-4 md:min-h-0"
          >
            Sign in
          </a>
        </p>
      )}
    </div>
  );
}

function useRenewal(expiresAt: string | null): void {
  useEffect(() => {
    if (!expiresAt) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const check = () => void renewSession({ isEnded: false });
    const askAt = (end: string) => {
      clearTimeout(timer);
      timer = setTimeout(check, Math.max(PAUSE_MS, Date.parse(end) - Date.now() - AHEAD_MS));
    };
    const onTold = ({ detail }: CustomEvent<Renewal>) => {
      if (detail.state === 'signed_in') askAt(detail.expiresAt);
      else askAt(expiresAt);
    };
    // Timers stand still while the computer sleeps, and another tab may have signed out or in.
    const onVisible = () => {
      if (!document.hidden) check();
    };
    askAt(expiresAt);
    window.addEventListener(SESSION_TOLD, onTold as EventListener);
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      clearTimeout(timer);
      window.removeEventListener(SESSION_TOLD, onTold as EventListener);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [expiresAt]);
}

function useHasEnded(): boolean {
  const [hasEnded, setEnded] = useState(false);
  const router = useRouter();
  const shown = useRef(false);
  useEffect(() => {
    const onTold = ({ detail }: CustomEvent<Renewal>) => {
      if (detail.state === 'unknown') return;
      const isOver = detail.state === 'signed_out';
      // Signed in again, in another tab: what this one shows may be a refusal.
      if (shown.current && !isOver) router.refresh();
      shown.current = isOver;
      setEnded(isOver);
    };
    window.addEventListener(SESSION_TOLD, onTold as EventListener);
    return () => window.removeEventListener(SESSION_TOLD, onTold as EventListener);
  }, [router]);
  return hasEnded;
}
