'use client';
import { useSyncExternalStore } from 'react';

type Props = { iso: string; hasSeconds?: boolean };

const SHORT = { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
const nothing = () => () => undefined;

/** A moment in the browser's zone; the server, which does not know that zone, writes it in UTC. */
export function Time({ iso, hasSeconds = false }: Props) {
  const isBrowser = useSyncExternalStore(
    nothing,
    () => true,
    () => false,
  );
  const words = new Date(iso).toLocaleString('en-GB', {
    ...SHORT,
    ...(isThisYear(iso) ? {} : { year: 'numeric' }),
    ...(hasSeconds && { second: '2-digit' }),
    ...(!isBrowser && { timeZone: 'UTC' }),
  });
  return (
    <time dateTime={iso} title={iso} className="whitespace-nowrap tabular-nums">
      {isBrowser ? words : `${words} UTC`}
    </time>
  );
}

function isThisYear(iso: string): boolean {
  return iso.startsWith(`${new Date().getUTCFullYear()}-`);
}
