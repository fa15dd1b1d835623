import type { PrismaClient } from '@holdfast/db/prisma';
import type { Beat } from '@holdfast/shared/contracts/operations';
import type { ReportedStats } from './heartbeat.ts';

/**
 * Writes the heartbeat of a process that told it over the API, by the database's clock, or takes its row away
 * when it leaves. A row of another role is not touched: an id names one process. When it started is told with
 * each beat and a little off each time, so the first one counts.
 */
export async function recordBeat(client: PrismaClient, beat: Beat): Promise<void> {
  const { id, role, pid, uptimeMs, leaving, ...measured } = beat;
  if (leaving) {
    await client.processNode.deleteMany({ where: { id, role, pid } });
    return;
  }
  const stats: ReportedStats = { ...measured, cache: [] };
  await client.$executeRaw`
    INSERT INTO process_node AS known (id, role, pid, started_at, seen_at, stats)
    VALUES (${id}, ${role}, ${pid}, clock_timestamp() - ${uptimeMs} * interval '1 millisecond',
            clock_timestamp(), ${JSON.stringify(stats)}::jsonb)
    ON CONFLICT (id) DO UPDATE
      SET pid = excluded.pid, seen_at = excluded.seen_at, stats = excluded.stats,
          started_at = CASE
            WHEN known.pid = excluded.pid AND excluded.started_at - known.started_at < interval '2 seconds'
            THEN known.started_at ELSE excluded.started_at END
      WHERE known.role = excluded.role`;
}
