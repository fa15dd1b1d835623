import type { PrismaClient } from '@holdfast/db/prisma';
import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { deriveOrderStatus } from '@holdfast/shared/order-status';
import type { ReportedStats } from './heartbeat.ts';

/** A process's last heartbeat; `ageMs` is measured by the database's clock. */
export type NodeRow = {
  id: string;
  role: string;
  pid: number;
  startedAt: Date;
  seenAt: Date;
  ageMs: number;
  stats: ReportedStats;
};

/** The heartbeats of the last 10 minutes; who has been silent for longer is forgotten. */
export function readNodes(client: PrismaClient): Promise<NodeRow[]> {
  return client.$queryRaw<NodeRow[]>`
    SELECT id, role, pid, started_at AS "startedAt", seen_at AS "seenAt", stats,
           (extract(epoch FROM clock_timestamp() - seen_at) * 1000)::float8 AS "ageMs"
    FROM process_node
    WHERE seen_at > clock_timestamp() - interval '10 minutes'
    ORDER BY role, id`;
}

/** Connections to this shop's database. */
export async function countConnections(client: PrismaClient): Promise<number> {
  const [row] = await client.$queryRaw<{ connections: number }[]>`
    SELECT count(*)::int AS connections FROM pg_stat_activity WHERE datname = current_database()`;
  return row?.connections ?? 0;
}

/**
 * Later work that is still owed: due and not relayed, or relayed and without a receipt. What sleeps until its
 * hour is not owed yet, and what was given up (`dead`) waits for a person. `oldestMs` is the age of the oldest that is
 * owed, null when nothing is.
 */
export async function readOutbox(
  client: PrismaClient,
): Promise<{ pending: number; oldestMs: number | null; dead: number }> {
  const [row] = await client.$queryRaw<{ pending: number; oldestMs: number | null; dead: number }[]>`
    SELECT count(*)::int AS pending,
           (extract(epoch FROM clock_timestamp() - min(available_at)) * 1000)::float8 AS "oldestMs",
           (SELECT count(*)::int FROM outbox_event
            WHERE closed_at IS NULL AND failed_at IS NOT NULL AND dead_at IS NOT NULL) AS dead
    FROM outbox_event
    WHERE closed_at IS NULL AND dead_at IS NULL AND available_at <= clock_timestamp()`;
  return row ?? { pending: 0, oldestMs: null, dead: 0 };
}

/** How many orders come in, and the newest ones. */
export async function readOrders(
  client: PrismaClient,
): Promise<{ perMinute: number; recent: Snapshot['orders']['recent'] }> {
  const [perMinute, recent] = await Promise.all([countOrdersOfMinute(client), readRecentOrders(client)]);
  return { perMinute, recent };
}

/** Orders placed in the last 60 s, whatever became of them. */
async function countOrdersOfMinute(client: PrismaClient): Promise<number> {
  const [row] = await client.$queryRaw<{ placed: number }[]>`
    SELECT count(*)::int AS placed FROM orders WHERE placed_at > now() - interval '60 seconds'`;
  return row?.placed ?? 0;
}

const RECENT_ORDERS = 10;

async function readRecentOrders(client: PrismaClient): Promise<Snapshot['orders']['recent']> {
  const orders = await client.order.findMany({
    orderBy: [{ placedAt: 'desc' }, { id: 'desc' }],
    take: RECENT_ORDERS,
    select: {
      number: true,
      paymentStatus: true,
      fulfilmentStatus: true,
      attentionReason: true,
      total: true,
      currency: true,
      placedAt: true,
    },
  });
  return orders.map((order) => ({
    number: order.number,
    status: deriveOrderStatus(order.paymentStatus, order.fulfilmentStatus),
    attention: order.attentionReason ? { reason: order.attentionReason } : null,
    total: { amount: Number(order.total), currency: order.currency },
    placedAt: order.placedAt.toISOString(),
  }));
}
