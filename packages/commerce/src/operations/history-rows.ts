import type { PrismaClient } from '@holdfast/db/prisma';
import { HISTORY_MS, type HistorySample } from '@holdfast/shared/contracts/operations';

// A commit here is not waited for on disk (`synchronous_commit` off, for the one statement): what a crash of the
// primary takes, a fraction of a second, its writer still has in memory.

/** Whether the caller is the one process that is to tell this second. */
export async function claimSecond(client: PrismaClient, second: number): Promise<boolean> {
  const claimed = await client.$executeRaw`
    INSERT INTO operations_sample (at)
    SELECT ${new Date(second)}::timestamptz FROM set_config('synchronous_commit', 'off', true)
    ON CONFLICT DO NOTHING`;
  return claimed === 1;
}

/** Writes the samples, one a second; a second that has been told stays as it is. */
export function saveSamples(client: PrismaClient, samples: HistorySample[]): Promise<number> {
  return client.$executeRaw`
    INSERT INTO operations_sample AS known (at, sample)
    SELECT date_trunc('second', (seen.sample ->> 'at')::timestamptz), seen.sample
    FROM jsonb_array_elements(${JSON.stringify(samples)}::jsonb) AS seen (sample),
         set_config('synchronous_commit', 'off', true)
    ON CONFLICT (at) DO UPDATE SET sample = excluded.sample WHERE known.sample IS NULL`;
}

/** Oldest first. */
export async function readSamples(client: PrismaClient): Promise<HistorySample[]> {
  const rows = await client.$queryRaw<{ sample: HistorySample }[]>`
    SELECT sample FROM operations_sample
    WHERE at > now() - ${HISTORY_MS} * interval '1 millisecond' AND sample IS NOT NULL
    ORDER BY at`;
  return rows.map(({ sample }) => sample);
}

export function deleteOldSamples(client: PrismaClient): Promise<number> {
  return client.$executeRaw`
    DELETE FROM operations_sample WHERE at < now() - ${HISTORY_MS} * interval '1 millisecond'`;
}
