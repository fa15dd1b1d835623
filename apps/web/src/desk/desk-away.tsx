'use client';
import { useEffect } from 'react';
import { Button } from '../ui/button.tsx';
import { DeskMessage } from './desk-message.tsx';

const AGAIN_MS = 5_000;

/** While nobody can say who asks: it asks again by itself. A whole load, since nothing of the desk is there yet. */
export function DeskAway() {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) location.reload();
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <DeskMessage title="The desk cannot be opened right now">
      <p>
        The API does not answer, or it cannot read who is signed in because the primary database is away. A
        live page that is open already goes on telling what it can see.
      </p>
      <p className="text-ink-soft">This page asks again every 5 seconds. You need not sign in again.</p>
      <div>
        <Button onClick={() => location.reload()}>Ask now</Button>
      </div>
    </DeskMessage>
  );
}
