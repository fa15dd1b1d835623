import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { toHistorySample } from '@holdfast/shared/history-sample';
import { memo } from 'react';
import { Figure } from '../../desk/figure.tsx';
import { formatCount, formatMs, formatRate, formatRatio } from './format-figures.ts';

type KeyFigure = { label: string; value: string | null; why?: string };

/** The shop in eight figures. */
export const KeyFigures = memo(function KeyFigures({ snapshot }: { snapshot: Snapshot | null }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4 xl:grid-cols-8">
      {listFigures(snapshot).map(({ label, value, why }) => (
        <div key={label} className="grid content-start border-t border-line-strong pt-1.5">
          <dt className="text-xs text-ink-soft">{label}</dt>
          <dd className="font-figures text-xl tabular-nums">
            <Figure value={value} why={why} />
          </dd>
        </div>
      ))}
    </dl>
  );
});

function listFigures(snapshot: Snapshot | null): KeyFigure[] {
  const sample = snapshot && toHistorySample(snapshot);
  const waiting = snapshot?.queues.map((queue) => queue.waiting) ?? [null];
  const lags = snapshot?.database.replicas.map(({ lagMs }) => lagMs) ?? [null];
  const isCacheKnown = snapshot !== null && snapshot.cache.families.length > 0;
  return [
    { label: 'Orders a minute', value: formatCount(sample?.ordersPerMinute ?? null) },
    { label: 'Requests a second', value: formatRate(sample?.rps ?? null) },
    { label: 'Slowest p95', value: formatMs(sample?.p95Ms ?? null), why: 'No requests in the last 10 s' },
    {
      label: 'Cache hits',
      value: formatRatio(sample?.cacheRatio ?? null),
      ...(isCacheKnown && { why: 'No reads in the last 10 s' }),
    },
    { label: 'Jobs waiting', value: formatCount(all(waiting, (known) => known.reduce((a, b) => a + b, 0))) },
    {
      label: 'Oldest job',
      value: formatMs(oldestOf(snapshot)),
      ...(waiting.every((count) => count === 0) && { why: 'No job waits' }),
    },
    {
      label: 'Replica lag',
      value: lags.length === 0 ? null : formatMs(all(lags, (known) => Math.max(...known))),
      ...(lags.length === 0 && { why: 'There is no replica' }),
    },
    { label: 'Outbox', value: formatCount(sample?.outboxPending ?? null) },
  ];
}

/** Null when one of them is not known: a sum of the others would look like the whole. */
function all(values: (number | null)[], sum: (known: number[]) => number): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length ? null : sum(known);
}

function oldestOf(snapshot: Snapshot | null): number | null {
  const ages = snapshot?.queues.map(({ oldestWaitingMs }) => oldestWaitingMs) ?? [];
  const known = ages.filter((age) => age !== null);
  return known.length === 0 ? null : Math.max(...known);
}
