import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { memo } from 'react';
import { Chart } from '../../desk/chart.tsx';
import { formatCount, formatMs, formatRate, formatRatio } from './format-figures.ts';
import type { HistoryRing } from './history-ring.ts';

const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const tickNumber = (value: number) => SHORT.format(value);
const tickMs = (value: number) =>
  value < 1_000 ? `${SHORT.format(value)} ms` : `${SHORT.format(value / 1_000)} s`;
const tickRatio = (value: number) => (value > 1 ? '' : `${Math.round(value * 100)} %`);

const COUNTS = { format: formatCount, formatTick: tickNumber };
const RATES = { format: formatRate, formatTick: tickNumber };
const TIMES = { format: formatMs, formatTick: tickMs };
const RATIOS = { format: formatRatio, formatTick: tickRatio };

type Props = { ring: HistoryRing; snapshot: Snapshot | null };

/** The last 15 minutes on one axis of time, under one cursor. */
export const LiveCharts = memo(function LiveCharts({ ring, snapshot }: Props) {
  const queues = snapshot?.queues.map(({ name }) => name) ?? [];
  const replicas = snapshot?.database.replicas.map(({ name }) => name) ?? [];
  const each = (names: string[], kind: string) =>
    names.map((name) => ({ label: name, values: ring.column(`${kind}:${name}`) }));
  const shared = { times: ring.times, version: snapshot?.at };
  const api = (key: string, label = 'All processes') => [{ label, values: ring.column(key) }];
  return (
    <section aria-labelledby="last-minutes" className="grid gap-3">
      <h2 id="last-minutes" className="text-lg">
        Last 15 minutes
      </h2>
      <div className="grid gap-x-8 gap-y-6 sm:grid-cols-2 xl:grid-cols-4">
        <Chart
          title="Orders a minute"
          lines={api('ordersPerMinute', 'Placed')}
          least={5}
          {...COUNTS}
          {...shared}
        />
        <Chart title="Requests a second" lines={api('rps')} least={5} {...RATES} {...shared} />
        <Chart
          title="Answer time, p95"
          lines={api('p95', 'Slowest process')}
          least={50}
          {...TIMES}
          {...shared}
        />
        <Chart title="Cache hits" lines={api('cacheRatio', 'Both tiers')} least={1} {...RATIOS} {...shared} />
        <Chart title="Jobs waiting" lines={each(queues, 'waiting')} least={5} {...COUNTS} {...shared} />
        <Chart
          title="Jobs done a second"
          lines={each(queues, 'perSecond')}
          least={1}
          {...RATES}
          {...shared}
        />
        <Chart
          title="Oldest job waiting"
          lines={each(queues, 'oldest')}
          least={1_000}
          {...TIMES}
          {...shared}
        />
        <Chart title="Replica lag" lines={each(replicas, 'lag')} least={100} {...TIMES} {...shared} />
      </div>
    </section>
  );
});
