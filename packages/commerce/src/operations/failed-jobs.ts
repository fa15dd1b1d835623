import { Prisma } from '@holdfast/db/prisma';
import type {
  FailedJobs,
  FailedJobsFilter,
  FailedJobsInput,
} from '@holdfast/shared/contracts/operations-queues';
import { isJobName, isTriedUntilDone, JOBS } from '@holdfast/shared/jobs';
import { z } from 'zod';
import { cutPage, decodeCursor, type Position } from '../catalog/page-cursor.ts';
import type { Deps } from '../deps.ts';
import { queueOf } from './list-queues.ts';

type Row = Position & {
  job: string;
  payload: unknown;
  attempts: number;
  error: string | null;
  failedAt: Date;
  availableAt: Date;
  deadAt: Date | null;
};

const ORDER = 'failed-jobs';
const orderRef = z.object({ orderId: z.uuid() });

/**
 * A page of the jobs that fail, the newest failure first, from the primary: also while Redis is away.
 * @throws DomainError VALIDATION: a cursor that is not of this list.
 */
export async function listFailedJobs({ db }: Pick<Deps, 'db'>, input: FailedJobsInput): Promise<FailedJobs> {
  const after = decodeCursor(ORDER, input.cursor);
  const rows = await db.primary.$queryRaw<Row[]>`
    SELECT id, (extract(epoch FROM failed_at) * 1000)::float8 AS key, job, payload, attempts,
           last_error AS error, failed_at AS "failedAt", available_at AS "availableAt", dead_at AS "deadAt"
    FROM outbox_event
    WHERE ${failedJobs(input)} AND ${failedBefore(after)}
    ORDER BY failed_at DESC, id DESC
    LIMIT ${input.limit + 1}`;
  const page = cutPage(rows, { order: ORDER, limit: input.limit });
  const numbers = await readOrderNumbers(db, page.rows);
  return {
    items: page.rows.map((row) => ({
      id: row.id,
      job: row.job,
      queue: queueOf(row.job),
      state: row.deadAt ? 'dead' : 'failing',
      attempts: row.attempts,
      error: row.error ?? '',
      failedAt: row.failedAt.toISOString(),
      since: row.availableAt.toISOString(),
      orderNumber: numbers.get(orderIdOf(row) ?? '') ?? null,
      isDiscardable: row.deadAt !== null && mayBeLost(row.job),
    })),
    nextCursor: page.nextCursor,
  };
}

/** Rows of `outbox_event` that fail and fit the filter. */
export function failedJobs({ q, queue, job, state }: FailedJobsFilter): Prisma.Sql {
  const conditions = [Prisma.sql`closed_at IS NULL AND failed_at IS NOT NULL`];
  if (queue) {
    const names = Object.keys(JOBS).filter((name) => queueOf(name) === queue);
    conditions.push(Prisma.sql`job = ANY(${names})`);
  }
  if (job) conditions.push(Prisma.sql`job = ${job}`);
  if (state === 'dead') conditions.push(Prisma.sql`dead_at IS NOT NULL`);
  if (state === 'failing') conditions.push(Prisma.sql`dead_at IS NULL`);
  if (q) conditions.push(matches(q));
  return Prisma.join(conditions, ' AND ');
}

/** Whether giving the job up loses neither an order nor money: a payment is only ever ended by its order. */
export function mayBeLost(job: string): boolean {
  return isJobName(job) && !isTriedUntilDone(job);
}

function matches(q: string): Prisma.Sql {
  return Prisma.sql`(
    strpos(lower(last_error), lower(${q})) > 0
    OR payload ->> 'orderId' = (SELECT id::text FROM orders WHERE number = upper(${q})))`;
}

function failedBefore(last: Position | null): Prisma.Sql {
  if (!last) return Prisma.sql`true`;
  return Prisma.sql`(failed_at, id)
    < (timestamptz 'epoch' + ${last.key}::bigint * interval '1 millisecond', ${last.id}::uuid)`;
}

async function readOrderNumbers(db: Deps['db'], rows: Row[]): Promise<Map<string, string>> {
  const ids = rows.flatMap((row) => orderIdOf(row) ?? []);
  const orders = await db.primary.order.findMany({
    where: { id: { in: ids } },
    select: { id: true, number: true },
  });
  return new Map(orders.map(({ id, number }) => [id, number]));
}

function orderIdOf({ payload }: Row): string | undefined {
  return orderRef.safeParse(payload).data?.orderId;
}
