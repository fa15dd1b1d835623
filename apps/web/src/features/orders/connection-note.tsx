'use client';
import { useTranslations } from 'use-intl/react';
import type { Connection } from './follow-events.ts';
import { useLocalTime } from './use-local-time.ts';

type Props = {
  connection: Connection;
  readAt: number;
  /** Nothing more will happen to this order. */
  isOver: boolean;
};

/** From when it is what is shown. A line of its own, so that losing the connection moves nothing. */
export function ConnectionNote({ connection, readAt, isOver }: Props) {
  const t = useTranslations('orders');
  const isLost = connection === 'lost' && !isOver;
  const time = useLocalTime(new Date(readAt).toISOString());
  return (
    <output
      className={`flex min-h-12 flex-wrap content-start items-center gap-x-2 text-sm/6 sm:min-h-6 ${isLost ? 'text-warning' : 'text-ink-soft'}`}
    >
      {connection === 'live' && !isOver && <span>{t('live')}</span>}
      {isLost && <span>{t('lost')}</span>}
      {(connection !== 'live' || isOver) && <span>{t('asOf', { time })}</span>}
    </output>
  );
}
