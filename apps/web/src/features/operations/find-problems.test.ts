import { type Snapshot, snapshotSchema } from '@holdfast/shared/contracts/operations';
import { describe, expect, it } from 'vitest';
import { findProblems } from './find-problems.ts';

const AT = '2026-11-24T12:00:00.000Z';

function queue(name: string, more: Partial<Snapshot['queues'][number]> = {}): Snapshot['queues'][number] {
  return {
    name,
    paused: false,
    workers: 1,
    waiting: 0,
    active: 0,
    delayed: 0,
    failed: 0,
    oldestWaitingMs: null,
    perSecond: 0,
    ...more,
  };
}

function node(id: string, more: Partial<Snapshot['nodes'][number]> = {}): Snapshot['nodes'][number] {
  return {
    id,
    role: id.replace(/-\d+$/, ''),
    pid: 100,
    state: 'up',
    startedAt: '2026-11-24T11:00:00.000Z',
    seenAt: '2026-11-24T11:59:59.500Z',
    rps: 3,
    p95Ms: 20,
    eventLoopLagMs: 12,
    rssBytes: 1_000_000,
    ...more,
  };
}

const DOWN = { state: 'down', usedBytes: null, maxBytes: null, policy: null } as const;

function redisOf(name: string, more: Partial<Snapshot['redis'][number]> = {}): Snapshot['redis'][number] {
  return { name, state: 'up', usedBytes: 1, maxBytes: null, policy: null, ...more };
}

function snapshot(more: Partial<Snapshot> = {}): Snapshot {
  return snapshotSchema.parse({
    at: AT,
    queues: [queue('payments'), queue('orders'), queue('notifications')],
    cache: { ratio: null, families: [] },
    database: {
      primary: { state: 'up', connections: 9 },
      replicas: [{ name: 'replica-1', state: 'streaming', lagMs: 0, lagBytes: 0 }],
    },
    redis: [
      redisOf('redis-queue', { policy: 'noeviction' }),
      redisOf('redis-cache', { maxBytes: 10, usedBytes: 10, policy: 'allkeys-lru' }),
    ],
    nodes: [node('api-1'), node('api-2'), node('worker-1'), node('web-1')],
    circuits: [],
    outbox: { pending: 0, oldestMs: null, dead: 0 },
    orders: { perMinute: 0, recent: [] },
    ...more,
  });
}

const titles = (of: Snapshot) => findProblems(of).map(({ title }) => title);

describe('findProblems', () => {
  it('finds nothing wrong where all parts are well, even before there was any traffic', () => {
    expect(findProblems(snapshot())).toEqual([]);
  });

  it('names a process that died and was back before its heartbeat was missed', () => {
    const back = node('worker-1', { startedAt: '2026-11-24T11:59:58.000Z' });
    expect(titles(snapshot({ nodes: [node('api-1'), node('web-1'), back] }))).toEqual([
      'worker-1 has just started',
    ]);
  });

  it('says of a circuit that is not closed what happens to its calls', () => {
    const circuits: Snapshot['circuits'] = [
      { name: 'mail', state: 'closed' },
      { name: 'payments-test', state: 'open' },
    ];
    expect(titles(snapshot({ circuits }))).toEqual(['payments-test is not called now']);
    const trying = snapshot({ circuits: [{ name: 'payments-test', state: 'half_open' }] });
    expect(titles(trying)).toEqual(['payments-test is tried by the next call']);
  });

  it('names each dead part', () => {
    const { database, redis } = snapshot();
    const dead = snapshot({
      database: {
        ...database,
        replicas: [{ name: 'replica-1', state: 'down', lagMs: null, lagBytes: null }],
      },
      redis: redis.map((each) => Object.assign(each, DOWN)),
      nodes: [
        node('api-1'),
        node('api-2', { state: 'down', seenAt: '2026-11-24T11:59:55.000Z' }),
        node('worker-1', { state: 'down', seenAt: '2026-11-24T11:59:55.000Z' }),
        node('web-1', { state: 'down', seenAt: '2026-11-24T11:59:55.000Z' }),
      ],
    });
    expect(titles(dead)).toEqual([
      'redis-queue is down',
      'No worker runs',
      'worker-1 is down',
      'web-1 is down',
      'redis-cache is down',
      'api-2 is down',
      'replica-1 is down',
    ]);
  });

  it('says that orders are still taken while the queue is away, and does not repeat it for each queue', () => {
    const away = { waiting: null, workers: null, paused: null, active: null, delayed: null, failed: null };
    const problems = findProblems(
      snapshot({
        queues: [queue('payments', away), queue('orders', away)],
        redis: [{ ...DOWN, name: 'redis-queue' }],
      }),
    );
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ severity: 'danger', title: 'redis-queue is down' });
    expect(problems[0]?.detail).toContain('Orders are still taken');
  });

  it('calls no process dead while the primary, which hears their hearts, is the dead part', () => {
    const silent = ['api-1', 'worker-1'].map((id) => node(id, { state: 'down' }));
    const problems = findProblems(
      snapshot({
        database: { primary: { state: 'down', connections: null }, replicas: [] },
        nodes: silent,
        outbox: { pending: null, oldestMs: null, dead: null },
        orders: { perMinute: null, recent: [] },
      }),
    );
    expect(problems.map(({ id }) => id)).toEqual(['primary']);
    expect(problems[0]?.detail).toContain('whether each process runs is not known');
  });

  it('sees by Redis that all workers are gone, before their hearts have missed a beat', () => {
    const unmanned = snapshot({
      queues: [queue('payments', { workers: 0 }), queue('orders', { workers: 0 })],
    });
    expect(titles(unmanned)).toEqual(['No worker runs']);
  });

  it('takes a figure that cannot be read for a problem, not for a zero', () => {
    const unread = snapshot({
      queues: [queue('payments', { waiting: null, workers: null }), queue('orders')],
      outbox: { pending: null, oldestMs: null, dead: null },
      orders: { perMinute: null, recent: [] },
    });
    expect(titles(unread)).toEqual([
      'The queue payments cannot be read',
      'The outbox cannot be read',
      'Orders cannot be read',
    ]);
  });

  it('puts what stands still before what is late', () => {
    const troubled = snapshot({
      queues: [
        queue('payments', { paused: true }),
        queue('orders', { workers: 0 }),
        queue('notifications', { waiting: 3, oldestWaitingMs: 14_000 }),
      ],
      outbox: { pending: 40, oldestMs: 65_000, dead: 1 },
    });
    expect(titles(troubled)).toEqual([
      'payments is paused',
      'Nobody works on orders',
      'A job in notifications has waited for 14 s',
      '1 job was given up',
      'The outbox grows: its oldest event is 1 min 5 s late',
    ]);
  });

  it('says when the Redis of the queues is almost full, or would forget jobs, and asks neither of the cache', () => {
    const cache = redisOf('redis-cache', { usedBytes: 99, maxBytes: 100, policy: 'allkeys-lru' });
    const of = (queueRedis: Partial<Snapshot['redis'][number]>) =>
      titles(snapshot({ redis: [redisOf('redis-queue', queueRedis), cache] }));
    expect(of({ usedBytes: 79, maxBytes: 100, policy: 'noeviction' })).toEqual([]);
    expect(of({ usedBytes: 80, maxBytes: 100, policy: 'noeviction' })).toEqual([
      'redis-queue is full to 80 %',
    ]);
    expect(of({ policy: 'allkeys-lru' })).toEqual(['redis-queue forgets jobs when it is full']);
    expect(of({ usedBytes: 80 })).toEqual([]);
  });

  it('says by how much a replica lags, as far as that is known', () => {
    const lagging = (lagMs: number | null, lagBytes: number | null) =>
      titles(
        snapshot({
          database: {
            primary: { state: 'up', connections: 1 },
            replicas: [{ name: 'replica-1', state: 'lagging', lagMs, lagBytes }],
          },
        }),
      );
    expect(lagging(4_200, 10)).toEqual(['replica-1 lags by 4.2 s']);
    expect(lagging(null, 2_048)).toEqual(['replica-1 lags by 2.0 KiB']);
    expect(lagging(null, null)).toEqual(['replica-1 lags']);
  });

  it('names a process that answers too slowly', () => {
    const slow = snapshot({
      nodes: [node('api-1', { eventLoopLagMs: 400, p95Ms: 1_500 }), node('worker-1')],
    });
    expect(findProblems(slow)).toMatchObject([
      { title: 'api-1 is slow', detail: expect.stringMatching(/1\.5 s.*400 ms/) },
    ]);
  });

  it('leads to the order that needs a person, or to all of them', () => {
    const recent = ['HF-2', 'HF-1'].map((number) => ({
      number,
      status: 'placed' as const,
      attention: { reason: 'payment_outcome_unknown' },
      total: { amount: 100, currency: 'USD' as const },
      placedAt: AT,
    }));
    const hrefs = (orders: typeof recent) =>
      findProblems(snapshot({ orders: { perMinute: 1, recent: orders } })).map(({ href }) => href);
    expect(hrefs(recent.slice(0, 1))).toEqual(['/operator/orders/HF-2']);
    expect(hrefs(recent)).toEqual(['/operator/orders?attention=yes']);
  });
});
