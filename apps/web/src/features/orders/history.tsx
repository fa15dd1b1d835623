'use client';
import type { Order } from '@holdfast/shared/contracts/orders';
import { useTranslations } from 'use-intl/react';
import { LocalTime } from './local-time.tsx';

/** Everything that has happened to the order, tries that failed included. */
export function History({ events }: { events: Order['events'] }) {
  const t = useTranslations('orders');
  return (
    <details className="border-t border-line pt-2">
      <summary className="flex min-h-11 items-center text-sm underline underline-offset-4">
        {t('history')}
      </summary>
      <ol className="grid gap-1 pt-1 text-sm">
        {events.map(({ seq, type, at }) => (
          <li key={seq} className="flex justify-between gap-4">
            <span>{t(`event.${type}`)}</span>
            <LocalTime iso={at} className="text-ink-soft tabular-nums" />
          </li>
        ))}
      </ol>
    </details>
  );
}
