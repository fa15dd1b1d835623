'use client';
import { useEffect } from 'react';
import { Button } from '../ui/button.tsx';

const AGAIN_MS = 5_000;

/** Loads the whole page again by itself: nothing of the desk is there yet that could be kept. */
export function AskAgain() {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) location.reload();
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <Button kind="primary" onClick={() => location.reload()}>
      Try again now
    </Button>
  );
}
