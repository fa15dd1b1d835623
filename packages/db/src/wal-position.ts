import type { PrismaClient } from './prisma.ts';

/**
 * The position (bytes) that a query on the primary, sent after this has returned, is at least as new as.
 */
export async function readLsn(primary: PrismaClient): Promise<number> {
  const [row] = await primary.$queryRaw<{ lsn: number }[]>`
    SELECT pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::float8 AS lsn`;
  return lsnOf(row);
}

/**
 * A WAL position (bytes) that lies behind every commit that has returned before this call: whoever reads at
 * or past it sees them all. A commit's own position would not do: it is in the WAL a moment before its rows
 * can be seen, so a reader could be "as new as" it and still read the old rows. A record of our own, written
 * after the commit became visible, closes that gap. It is flushed, like all positions that are compared: what a crash
 * of the primary takes away is written again with other things, and its positions would say nothing.
 */
export async function markLsn(primary: PrismaClient): Promise<number> {
  const [row] = await primary.$queryRaw<{ lsn: number }[]>`
    SELECT pg_wal_lsn_diff(pg_logical_emit_message(false, 'holdfast', '', true), '0/0')::float8 AS lsn`;
  return lsnOf(row);
}

function lsnOf(row: { lsn: number } | undefined): number {
  if (!row) throw new Error('the primary gave no WAL position');
  return row.lsn;
}
