import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { Gauge, type Registry } from 'prom-client';
import type { Operations } from './snapshot.ts';

/** A value under its labels; what is not known is left out, so that nobody takes it for zero. */
type Sample = { labels: Record<string, string>; value: number | null };

type Figure = {
  name: string;
  help: string;
  labels: string[];
  read: (snapshot: Snapshot) => Sample[];
};

const seconds = (ms: number | null) => (ms === null ? null : ms / 1_000);
const flag = (isSo: boolean | null) => (isSo === null ? null : Number(isSo));
const alone = (value: number | null): Sample[] => [{ labels: {}, value }];

const QUEUE_STATES = ['waiting', 'active', 'delayed', 'failed'] as const;

const FIGURES: Figure[] = [
  {
    name: 'holdfast_queue_jobs',
    help: 'Jobs in a queue, by state',
    labels: ['queue', 'state'],
    read: ({ queues }) =>
      queues.flatMap((queue) =>
        QUEUE_STATES.map((state) => ({ labels: { queue: queue.name, state }, value: queue[state] })),
      ),
  },
  {
    name: 'holdfast_queue_oldest_waiting_seconds',
    help: 'Age of the job that waits longest; left out when none waits',
    labels: ['queue'],
    read: ({ queues }) =>
      queues.map(({ name, oldestWaitingMs }) => ({
        labels: { queue: name },
        value: seconds(oldestWaitingMs),
      })),
  },
  {
    name: 'holdfast_queue_workers',
    help: 'Workers that take jobs of a queue',
    labels: ['queue'],
    read: ({ queues }) => queues.map(({ name, workers }) => ({ labels: { queue: name }, value: workers })),
  },
  {
    name: 'holdfast_queue_paused',
    help: 'Whether an operator has paused the queue',
    labels: ['queue'],
    read: ({ queues }) =>
      queues.map(({ name, paused }) => ({ labels: { queue: name }, value: flag(paused) })),
  },
  {
    name: 'holdfast_outbox_pending',
    help: 'Later work that is owed: due and without the receipt of its effect',
    labels: [],
    read: ({ outbox }) => alone(outbox.pending),
  },
  {
    name: 'holdfast_outbox_oldest_seconds',
    help: 'Age of the oldest work that is owed; left out when none is',
    labels: [],
    read: ({ outbox }) => alone(seconds(outbox.oldestMs)),
  },
  {
    name: 'holdfast_jobs_dead',
    help: 'Jobs that were given up and wait for an operator',
    labels: [],
    read: ({ outbox }) => alone(outbox.dead),
  },
  {
    name: 'holdfast_orders_last_minute',
    help: 'Orders placed in the last 60 s',
    labels: [],
    read: ({ orders }) => alone(orders.perMinute),
  },
  {
    name: 'holdfast_primary_up',
    help: 'Whether the primary answers',
    labels: [],
    read: ({ database }) => alone(flag(database.primary.state === 'up')),
  },
  {
    name: 'holdfast_primary_connections',
    help: 'Connections to the database of this shop',
    labels: [],
    read: ({ database }) => alone(database.primary.connections),
  },
  {
    name: 'holdfast_replica_serves',
    help: 'Whether the replica streams closely enough to be read from',
    labels: ['replica'],
    read: ({ database }) =>
      database.replicas.map(({ name, state }) => ({
        labels: { replica: name },
        value: flag(state === 'streaming'),
      })),
  },
  {
    name: 'holdfast_replica_lag_seconds',
    help: 'How far the replica is behind; left out when it does not answer',
    labels: ['replica'],
    read: ({ database }) =>
      database.replicas.map(({ name, lagMs }) => ({ labels: { replica: name }, value: seconds(lagMs) })),
  },
  {
    name: 'holdfast_redis_up',
    help: 'Whether the Redis answers',
    labels: ['redis'],
    read: ({ redis }) =>
      redis.map(({ name, state }) => ({ labels: { redis: name }, value: flag(state === 'up') })),
  },
  {
    name: 'holdfast_redis_used_bytes',
    help: 'Memory that the Redis uses for its data',
    labels: ['redis'],
    read: ({ redis }) => redis.map(({ name, usedBytes }) => ({ labels: { redis: name }, value: usedBytes })),
  },
  {
    name: 'holdfast_redis_max_bytes',
    help: 'Memory that the Redis may use; left out when it has no limit',
    labels: ['redis'],
    read: ({ redis }) => redis.map(({ name, maxBytes }) => ({ labels: { redis: name }, value: maxBytes })),
  },
  {
    name: 'holdfast_redis_evicts',
    help: 'Whether the Redis forgets keys when it is full',
    labels: ['redis'],
    read: ({ redis }) =>
      redis.map(({ name, policy }) => ({
        labels: { redis: name },
        value: flag(policy === null ? null : policy !== 'noeviction'),
      })),
  },
  {
    name: 'holdfast_node_up',
    help: 'Whether a process sends heartbeats; one that has been silent for 10 minutes is left out',
    labels: ['node', 'role'],
    read: ({ nodes }) =>
      nodes.map(({ id, role, state }) => ({ labels: { node: id, role }, value: flag(state === 'up') })),
  },
];

/**
 * Tells Prometheus what the operator's page shows of what all processes share. Each API process tells it, as it sees
 * it, so that one that dies takes nothing along.
 */
export function exposeSnapshot(registry: Registry, operations: Pick<Operations, 'snapshot'>): void {
  for (const { name, help, labels, read } of FIGURES) {
    const gauge = new Gauge({
      name,
      help,
      labelNames: labels,
      registers: [],
      async collect() {
        this.reset();
        for (const sample of read(await operations.snapshot())) {
          if (sample.value !== null) this.set(sample.labels, sample.value);
        }
      },
    });
    registry.registerMetric(gauge);
  }
}
