import { useSyncExternalStore } from 'react';
import { useMarket } from '../market/market-context.tsx';

/** A moment on the shopper's clock, the day only when it is another. The server does not know it and says UTC. */
export function useLocalTime(iso: string): string {
  const { locale } = useMarket();
  const today = useSyncExternalStore(
    () => () => undefined,
    () => new Date().toDateString(),
    () => null,
  );
  const at = new Date(iso);
  return new Intl.DateTimeFormat(locale, {
    ...(at.toDateString() !== today && { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    ...(today === null && { timeZone: 'UTC', timeZoneName: 'short' }),
  }).format(at);
}
