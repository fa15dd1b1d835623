'use client';
import { useHydrated } from '../ui/use-hydrated.ts';

type TimeProps = { iso: string; hasSeconds?: boolean };

const SHORT = { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
const SECONDS = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;

/** A moment, by day and time. */
export function Time({ iso, hasSeconds = false }: TimeProps) {
  const words = useWords(iso, {
    ...SHORT,
    ...(!isThisYear(iso) && { year: 'numeric' }),
    ...(hasSeconds && { second: '2-digit' }),
  });
  return (
    <time dateTime={iso} title={iso} className="whitespace-nowrap tabular-nums">
      {words}
    </time>
  );
}

/** A second of today. */
export function Clock({ iso }: { iso: string }) {
  const words = useWords(iso, SECONDS);
  return (
    <time dateTime={iso} title={iso} className="font-figures whitespace-nowrap tabular-nums">
      {words}
    </time>
  );
}

/** In the browser's zone; the server, which does not know that zone, writes it in UTC. */
function useWords(iso: string, format: Intl.DateTimeFormatOptions): string {
  const isBrowser = useHydrated();
  const at = new Date(iso);
  return isBrowser
    ? at.toLocaleString('en-GB', format)
    : `${at.toLocaleString('en-GB', { ...format, timeZone: 'UTC' })} UTC`;
}

function isThisYear(iso: string): boolean {
  return iso.startsWith(`${new Date().getUTCFullYear()}-`);
}
