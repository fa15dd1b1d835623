'use client';
import { useLocalTime } from './use-local-time.ts';

export function LocalTime({ iso, className }: { iso: string; className?: string }) {
  return (
    <time dateTime={iso} className={className}>
      {useLocalTime(iso)}
    </time>
  );
}
