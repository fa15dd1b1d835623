'use client';
import { useTranslations } from 'use-intl/react';
import { clockLeft, soonMinutes } from './hold-left.ts';
import { useLocalTime } from './use-local-time.ts';
import { useNow } from './use-now.ts';

/** How long the goods of an order that is not paid are kept. Seconds are for the eye; only the last minutes are said. */
export function HoldNote({ until }: { until: string }) {
  const t = useTranslations('orders');
  const time = useLocalTime(until);
  const now = useNow();
  const left = now === null ? null : Math.max(0, Date.parse(until) - now);
  const soon = left === null ? null : soonMinutes(left);
  const isOver = left === 0;
  return (
    <div>
      {!isOver && (
        <p className="flex flex-wrap gap-x-3">
          <span>{t('holdUntil', { time })}</span>
          <span aria-hidden="true" className="min-w-24 text-ink-soft tabular-nums">
            {left !== null && t('holdLeft', { time: clockLeft(left) })}
          </span>
        </p>
      )}
      <p aria-live="polite" className={isOver ? 'text-warning' : 'sr-only'}>
        {isOver ? t('holdOver') : soon !== null && t('holdSoon', { count: soon })}
      </p>
    </div>
  );
}
