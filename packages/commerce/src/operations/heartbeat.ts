import { type ELDHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { createPrisma, type PrismaClient } from '@holdfast/db/prisma';
import type { FamilyCounts } from '../infra/cache/families.ts';
import type { CircuitReport } from '../infra/circuit.ts';
import type { Logger } from '../infra/log.ts';

/** What a process says of itself; all rates are over the last 10 s. */
export type NodeStats = {
  rps: number | null;
  p95Ms: number | null;
  cache: FamilyCounts[];
  /** Jobs finished per second, by queue. */
  jobs?: Record<string, number>;
  /** Of the outside that it calls. */
  circuits?: CircuitReport[];
};

/** The stats with what every process can measure by itself. */
export type ReportedStats = NodeStats & { eventLoopLagMs: number; rssBytes: number };

export type HeartbeatOptions = {
  databaseUrl: string;
  log: Logger;
  /** Unique among the processes that run at the same time. */
  id: string;
  role: 'api' | 'worker';
  stats: () => NodeStats;
};

const BEAT_MS = 1_000;
const RESOLUTION_MS = 20;
/** A row that has not been written for so long is nobody's. */
const SILENT_MS = 3_000;

/**
 * Upserts this process's row once a second, by the database's clock, until stopped; `stop` takes the row away,
 * so that only a process that died is shown as down. The connection is the heartbeat's own: a process whose
 * pool is busy is not dead.
 */
export function startHeartbeat(options: HeartbeatOptions): { stop(): Promise<void> } {
  const client = createPrisma(options.databaseUrl, {
    poolSize: 1,
    applicationName: `holdfast-heartbeat:${options.id}`,
    connectTimeoutMs: BEAT_MS,
  });
  const lag = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  lag.enable();
  let beating: Promise<void> | undefined;
  let startedAt: Date | null = null;
  let missed = false;
  const tick = (): void => {
    beating ??= beat(client, options, { lag, startedAt })
      .then(
        (told) => {
          startedAt = told;
          missed = false;
        },
        (error) => {
          if (!missed) options.log.warn({ err: error }, 'the heartbeat does not reach the database');
          missed = true;
        },
      )
      .finally(() => {
        beating = undefined;
      });
  };
  tick();
  const timer = setInterval(tick, BEAT_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      lag.disable();
      await beating;
      if (startedAt) {
        await client.processNode.deleteMany({ where: { id: options.id, startedAt } }).catch(() => {});
      }
      await client.$disconnect();
    },
  };
}

/**
 * Writes the row, unless a younger process does so under the same id: it is our successor, and we drain. Gives when
 * this process started, by the database's clock, so that it is told only once.
 */
async function beat(
  client: PrismaClient,
  options: HeartbeatOptions,
  measured: { lag: ELDHistogram; startedAt: Date | null },
): Promise<Date | null> {
  const stats: ReportedStats = {
    ...options.stats(),
    eventLoopLagMs: worstLag(measured.lag),
    rssBytes: process.memoryUsage.rss(),
  };
  const [row] = await client.$queryRaw<{ startedAt: Date }[]>`
    INSERT INTO process_node AS known (id, role, pid, started_at, seen_at, stats)
    VALUES (${options.id}, ${options.role}, ${process.pid},
            coalesce(${measured.startedAt}::timestamptz,
                     clock_timestamp() - ${process.uptime()} * interval '1 second'),
            clock_timestamp(), ${JSON.stringify(stats)}::jsonb)
    ON CONFLICT (id) DO UPDATE
      SET role = excluded.role, pid = excluded.pid, started_at = excluded.started_at,
          seen_at = excluded.seen_at, stats = excluded.stats
      WHERE known.started_at <= excluded.started_at
         OR known.seen_at < excluded.seen_at - ${SILENT_MS} * interval '1 millisecond'
    RETURNING started_at AS "startedAt"`;
  return row?.startedAt ?? null;
}

/** The longest the event loop was held up since the last call, in ms. */
function worstLag(lag: ELDHistogram): number {
  const worst = lag.count === 0 ? 0 : Math.max(0, lag.max / 1e6 - RESOLUTION_MS);
  lag.reset();
  return Math.round(worst * 10) / 10;
}
