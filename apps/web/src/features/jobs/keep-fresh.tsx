'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Clock } from '../../desk/time.tsx';

const EVERY_MS = 5_000;

/** Reads the page anew every few seconds while somebody can see it, and says from when its figures are. */
export function KeepFresh({ at }: { at: string }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) router.refresh();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <p className="text-xs text-ink-soft">
      As of <Clock iso={at} />
    </p>
  );
}
