'use client';
import { useSyncExternalStore } from 'react';

const nothing = () => () => undefined;

/** A second of today in the browser's zone; the server, which does not know that zone, writes it in UTC. */
export function Clock({ iso }: { iso: string }) {
  const isBrowser = useSyncExternalStore(
    nothing,
    () => true,
    () => false,
  );
  const words = new Date(iso).toLocaleTimeString('en-GB', isBrowser ? {} : { timeZone: 'UTC' });
  return (
    <time dateTime={iso} title={iso} className="font-figures whitespace-nowrap tabular-nums">
      {isBrowser ? words : `${words} UTC`}
    </time>
  );
}
