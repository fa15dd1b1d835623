'use client';
import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { CacheTable } from './cache-table.tsx';
import { ConnectionBar } from './connection-bar.tsx';
import { KeyFigures } from './key-figures.tsx';
import { LiveCharts } from './live-charts.tsx';
import { LiveFeed } from './live-feed.ts';
import { NewestOrders } from './newest-orders.tsx';
import { PartsTable } from './parts-table.tsx';
import { Problems } from './problems.tsx';
import { ProcessesTable } from './processes-table.tsx';
import { QueuesTable } from './queues-table.tsx';

/** Old figures are dimmed and hatched, but can be read: ink is soft, and what had a colour has none. */
const STALE =
  '[--ink:var(--ink-soft)] grayscale [&_canvas]:opacity-40 -mx-4 px-4 md:-mx-6 md:px-6 bg-[repeating-linear-gradient(135deg,color-mix(in_srgb,var(--line)_60%,transparent)_0_1px,transparent_1px_13px)]';

/** What runs, how it is, and what is wrong with it, second by second. `initial` is what the server saw. */
export function LivePage({ initial }: { initial: Snapshot | null }) {
  const [feed] = useState(() => new LiveFeed(initial));
  const view = useSyncExternalStore(feed.subscribe, feed.view, feed.view);
  useEffect(() => feed.start(), [feed]);
  const { snapshot, isStale } = view;
  return (
    <div className="[--live-bar:calc(var(--desk-top,0px)+2.75rem)]">
      <ConnectionBar view={view} />
      <div className="grid gap-8 [--desk-top:var(--live-bar)]">
        <Problems snapshot={snapshot} isStale={isStale} />
        <div data-stale={isStale || undefined} className={`grid gap-8 text-ink ${isStale ? STALE : ''}`}>
          <KeyFigures snapshot={snapshot} />
          <LiveCharts ring={feed.ring} snapshot={snapshot} />
          {snapshot && (
            <div className="grid items-start gap-x-10 gap-y-8 xl:grid-cols-[minmax(0,1fr)_26rem]">
              <div className="grid gap-8">
                <QueuesTable queues={snapshot.queues} />
                <ProcessesTable snapshot={snapshot} />
                <CacheTable cache={snapshot.cache} />
              </div>
              <div className="grid gap-8">
                <NewestOrders orders={snapshot.orders.recent} />
                <PartsTable
                  database={snapshot.database}
                  redis={snapshot.redis}
                  outbox={snapshot.outbox}
                  circuits={snapshot.circuits}
                />
              </div>
            </div>
          )}
        </div>
      </div>
    </div>
  );
}
