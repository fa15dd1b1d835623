'use client';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { askRenewal } from './ask-renewal.ts';

/** Asked this long before the end; the server renews what ends within ten minutes. */
const AHEAD_MS = 8 * 60_000;
const RETRY_MS = 15_000;

type Props = { expiresAt: string | null };

/** Keeps the session alive while the desk is open, and says so when it has ended. */
export function StaySignedIn({ expiresAt }: Props) {
  const [hasEnded, setEnded] = useState(false);
  const pathname = usePathname();
  const router = useRouter();
  const wasEnded = useRef(false);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const wait = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(check, Math.max(ms, 0));
    };
    async function check() {
      const renewal = await askRenewal({ isEnded: false });
      if (renewal.state === 'unknown') return wait(RETRY_MS);
      const isOver = renewal.state === 'signed_out';
      setEnded(isOver);
      // Signed in again, in another tab: what this one shows may be a refusal.
      if (wasEnded.current && !isOver) router.refresh();
      wasEnded.current = isOver;
      if (renewal.state === 'signed_in') wait(waitFor(renewal.expiresAt));
    }
    // Timers stand still while the computer sleeps, and another tab may have signed out.
    const checkWhenSeen = () => {
      if (document.visibilityState === 'visible') void check();
    };
    if (expiresAt) wait(waitFor(expiresAt));
    document.addEventListener('visibilitychange', checkWhenSeen);
    window.addEventListener('online', checkWhenSeen);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', checkWhenSeen);
      window.removeEventListener('online', checkWhenSeen);
    };
  }, [expiresAt, router]);

  return (
    <div role="alert">
      {hasEnded && (
        <p className="border-b border-warning bg-warning-soft px-4 py-2.5 text-sm md:px-6">
          Your session has ended. What you see may be old, and nothing can be saved.{' '}
          <a
            href={`/sign-in?callbackUrl=${encodeURIComponent(pathname)}`}
            className="inline-flex min-h-11 items-center font-medium underline underline-offset-4 md:min-h-0"
          >
            Sign in
          </a>
        </p>
      )}
    </div>
  );
}

function waitFor(expiresAt: string): number {
  return Date.parse(expiresAt) - Date.now() - AHEAD_MS;
}
