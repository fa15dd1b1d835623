import { randomUUID } from 'node:crypto';
import { enqueueJob } from '@holdfast/commerce/infra/outbox';
import { standBefore } from '@holdfast/commerce/operations/testing-proxy';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { QUEUES } from '@holdfast/shared/jobs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { eventually, openRelay, ownRedis } from './testing.ts';

const REDIS_DATABASE = 701;
let shop: TestShop;
let redisUrl: string;
let first: Awaited<ReturnType<typeof openRelay>>;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.db.primary.outboxEvent.deleteMany();
  redisUrl = await ownRedis(shop, REDIS_DATABASE);
  first = await relayTo(redisUrl);
});
afterEach(async () => {
  for (const part of opened.splice(0).toReversed()) await part.close();
});

async function relayTo(url: string) {
  const relay = await openRelay(shop, url);
  opened.push(relay);
  return relay;
}

const enqueue = (delayMs = 0) =>
  shop.db.primary.$transaction((tx) =>
    enqueueJob(tx, { name: 'orders.expire-unpaid', payload: { orderId: randomUUID() }, delayMs }),
  );

async function enqueueMany(count: number): Promise<void> {
  await shop.db.primary.outboxEvent.createMany({
    data: Array.from({ length: count }, (_, index) => ({
      job: index % 2 ? 'orders.expire-unpaid' : 'notifications.order-confirmation',
      payload: { orderId: randomUUID() },
    })),
  });
}

const readRows = () => shop.db.primary.outboxEvent.findMany({ orderBy: { id: 'asc' } });

async function readQueued(): Promise<string[]> {
  const jobs = await Promise.all(QUEUES.map((name) => first.queues[name].getJobs(['wait'])));
  return jobs
    .flat()
    .map((job) => job.id ?? '')
    .sort();
}

const untilQueued = (count: number) =>
  eventually(`${count} jobs are queued`, async () => (await readQueued()).length === count);

const overdue = () =>
  shop.db.primary.$executeRaw`UPDATE outbox_event SET due_at = now() WHERE closed_at IS NULL`;

const generations = (count: number) =>
  readRows().then((rows) => rows.flatMap((row) => (row.generation === count ? [`${row.id}-${count}`] : [])));

/** A relay that notices the new redis looks at all that was sent once more, and leaves what stands in its queue. */
async function untilAllAreOf(generation: number): Promise<void> {
  const queued = await readQueued();
  const read = async () => (await generations(generation)).sort();
  await expect.poll(read, { timeout: 15_000 }).toEqual(queued);
  expect(await readQueued()).toEqual(queued);
}

describe('the relay', () => {
  it('sends what committed with its event and payload, nothing that rolled back, nothing before its hour', async () => {
    await enqueue();
    await enqueue(60_000);
    await shop.db.primary
      .$transaction(async (tx) => {
        await enqueueJob(tx, { name: 'orders.expire-unpaid', payload: { orderId: randomUUID() } });
        throw new Error('changed its mind');
      })
      .catch(() => {});
    await first.relay.start();
    await untilQueued(1);

    const [sent, later] = await readRows();
    expect(await readQueued()).toEqual([`${sent?.id}-1`]);
    expect(sent?.generation).toBe(1);
    expect(later?.generation).toBe(0);
    const [job] = await first.queues.orders.getJobs(['wait']);
    expect(job).toMatchObject({
      name: 'orders.expire-unpaid',
      data: { eventId: sent?.id, payload: sent?.payload },
      opts: { attempts: 5, backoff: { type: 'exponential', delay: 1_000 } },
    });
  });

  it('is woken by a signal', async () => {
    await first.relay.start();
    await eventually('the relay has looked once', async () => (await first.redis.dbsize()) > 0);
    const started = performance.now();
    await enqueue();
    shop.signals.send('outbox');
    await untilQueued(1);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('sends each once in each generation, however many of them run, over many batches', async () => {
    await enqueueMany(1_500);
    const others = await Promise.all([1, 2, 3, 4, 5].map(() => relayTo(redisUrl)));
    await Promise.all([first, ...others].map(({ relay }) => relay.start()));
    await untilQueued(1_500);
    await untilAllAreOf(1);
    for (const name of QUEUES) await first.queues[name].obliterate({ force: true });
    await overdue();
    await untilQueued(1_500);
    await untilAllAreOf(2);
  });

  it('finds what nobody signalled by looking', async () => {
    await first.relay.start();
    await eventually('the relay has looked once', async () => (await first.redis.dbsize()) > 0);
    await enqueue();
    await untilQueued(1);
  });

  it('saleor#9532: no job runs before the commit that causes it, though the relay is woken', async () => {
    await first.relay.start();
    await shop.db.primary.$transaction(async (tx) => {
      await enqueueJob(tx, { name: 'orders.expire-unpaid', payload: { orderId: randomUUID() } });
      shop.signals.send('outbox');
      // What is committed after it is relayed; the one that is not yet committed is not.
      await enqueue();
      shop.signals.send('outbox');
      await untilQueued(1);
      expect(await readQueued()).toEqual(await generations(1));
    });
    shop.signals.send('outbox');
    await untilQueued(2);
  });

  it('sends again when the receipt is missing in time and the job is gone', async () => {
    await enqueue();
    await first.relay.start();
    await untilQueued(1);
    await first.queues.orders.obliterate({ force: true });
    await overdue();
    await untilQueued(1);
    expect(await readQueued()).toEqual(await generations(2));
  });

  it('lets a job that still stands in its queue stand there, however late its receipt', async () => {
    await enqueue();
    await first.relay.start();
    await untilQueued(1);
    for (let round = 0; round < 2; round += 1) {
      await overdue();
      await eventually('the relay has looked at it', async () => {
        const [row] = await readRows();
        return (row?.dueAt.getTime() ?? 0) > Date.now() && row?.generation === 1;
      });
    }
    expect(await readQueued()).toEqual(await generations(1));
  });

  it('never sends what is closed', async () => {
    await enqueue();
    await shop.db.primary.outboxEvent.updateMany({ data: { closedAt: new Date() } });
    await enqueue();
    await first.relay.start();
    await untilQueued(1);
    expect((await readRows()).map((row) => row.generation)).toEqual([0, 1]);
  });

  it('leaves jobs without a known name where they are and carries the others past them', async () => {
    await shop.db.primary.outboxEvent.createMany({
      data: Array.from({ length: 300 }, () => ({
        job: 'orders.frobnicate',
        payload: {},
        dueAt: new Date(0),
      })),
    });
    await enqueue();
    await first.relay.start();
    await untilQueued(1);
    expect(await generations(0)).toHaveLength(300);
  });

  it('keeps what it cannot send while redis is away and sends it when redis is back', async () => {
    const gate = await standBefore(redisUrl);
    opened.unshift({ close: () => gate.cut() });
    const gated = await relayTo(gate.url);
    await gated.relay.start();
    await enqueue();
    await untilQueued(1);
    await gate.cut();
    await enqueueMany(3);
    gated.relay.wake();
    await eventually('redis refuses', () => gated.redis.status !== 'ready');
    expect(await readQueued()).toHaveLength(1);
    await gate.restore();
    await untilQueued(4);
  });

  it('has all open jobs done again after redis was emptied, and waits for those that are not due', async () => {
    await enqueueMany(5);
    await enqueue(60_000);
    await first.relay.start();
    await untilQueued(5);
    await first.redis.flushdb();
    await untilQueued(5);
    expect(await readQueued()).toEqual((await generations(2)).sort());
    expect(await first.redis.get(`${shop.prefix}:epoch`)).not.toBeNull();
  });

  it('does nothing twice when redis is another server that still has the jobs', async () => {
    await enqueueMany(5);
    await first.relay.start();
    await untilQueued(5);
    await first.redis.set(`${shop.prefix}:epoch`, 'another-server');
    await eventually(
      'the relay has noticed',
      async () => (await first.redis.get(`${shop.prefix}:epoch`)) !== 'another-server',
    );
    await eventually('it has looked at each', async () =>
      (await readRows()).every((row) => row.dueAt.getTime() > Date.now()),
    );
    expect(await readQueued()).toEqual((await generations(1)).sort());
  });
});
