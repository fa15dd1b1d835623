import { setTimeout as delay } from 'node:timers/promises';
import { QUEUE_KINDS } from '@holdfast/shared/jobs';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type pg from 'pg';

/** The one job that has nothing left to do for an order that is confirmed: it reads the order and writes its receipt. */
const JOB = 'notifications.order-confirmation';
const { concurrency, keep } = QUEUE_KINDS.notifications;
/** As many as the relay adds at once. */
const BATCH = 200;
const LOOK_EVERY_MS = 10;

async function findConfirmedOrder(sql: pg.Client): Promise<string> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT order_id AS id FROM order_event WHERE type = 'confirmation_sent' LIMIT 1`,
  );
  if (!rows[0]) throw new Error('There is no order that was confirmed.');
  return rows[0].id;
}

async function areOpen(sql: pg.Client, orderId: string): Promise<boolean> {
  const { rowCount } = await sql.query(
    `SELECT FROM outbox_event WHERE closed_at IS NULL AND payload ->> 'orderId' = $1 LIMIT 1`,
    [orderId],
  );
  return rowCount === 1;
}

/** Jobs per second from outbox rows over relay, BullMQ and the worker to their receipts. */
export async function measureHoldfastJobs(sql: pg.Client, count: number): Promise<number> {
  const orderId = await findConfirmedOrder(sql);
  const begun = performance.now();
  await sql.query(
    `INSERT INTO outbox_event (job, payload, available_at, due_at)
     SELECT $1, jsonb_build_object('orderId', $2::text), now(), now() FROM generate_series(1, $3)`,
    [JOB, orderId, count],
  );
  await sql.query('NOTIFY outbox');
  while (await areOpen(sql, orderId)) await delay(LOOK_EVERY_MS);
  return count / ((performance.now() - begun) / 1_000);
}

function untilWorkedOff(worker: Worker, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let done = 0;
    worker.on('completed', () => {
      done += 1;
      if (done === count) resolve();
    });
    worker.on('failed', (_job, error) => reject(error));
  });
}

/** Jobs per second of BullMQ alone, in the same Redis: as many at a time, kept as long, with nothing to do. */
export async function measureBareJobs(redisUrl: string, count: number): Promise<number> {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue('bare', { connection, prefix: 'bench' });
  const worker = new Worker('bare', async () => {}, { connection, prefix: 'bench', concurrency });
  try {
    await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
    const workedOff = untilWorkedOff(worker, count);
    const begun = performance.now();
    for (let added = 0; added < count; added += BATCH) {
      const size = Math.min(BATCH, count - added);
      const opts = { removeOnComplete: keep.completed };
      await queue.addBulk(Array.from({ length: size }, () => ({ name: JOB, data: {}, opts })));
    }
    await workedOff;
    return count / ((performance.now() - begun) / 1_000);
  } finally {
    await worker.close();
    await queue.obliterate({ force: true });
    await queue.close();
    connection.disconnect();
  }
}
