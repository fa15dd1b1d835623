import { createPrisma, type PrismaClient } from '@holdfast/db/prisma';
import type { Beat, HistorySample, Snapshot } from '@holdfast/shared/contracts/operations';
import { QUEUES, type QueueName } from '@holdfast/shared/jobs';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Deps } from '../deps.ts';
import { closeQueues, openDeadLetters, openQueues, type Queues } from '../infra/queue.ts';
import { connectRedis } from '../infra/redis.ts';
import { OPERATIONS_CONNECTIONS } from './connections.ts';
import { History } from './history.ts';
import { countConnections, type NodeRow, readNodes, readOrders, readOutbox } from './read-database.ts';
import { type QueueFigures, readMemory, readQueue, type RedisMemory, UNKNOWN_QUEUE } from './read-redis.ts';
import { Presence } from './presence.ts';
import { recordBeat } from './record-beat.ts';
import { isLive, jobsPerSecond, showNode, silentFor, sumCache, worstCircuits } from './summarise-nodes.ts';
import { within } from './within.ts';

export type OperationsOptions = {
  databaseUrl: string;
  redisUrl: string;
  cacheRedisUrl: string;
  /** In front of each key of the queues. */
  queuePrefix: string;
};

type Sources = {
  deps: Pick<Deps, 'db' | 'log'>;
  client: PrismaClient;
  queues: Queues;
  deadLetters: Queue;
  redis: { queue: Redis; cache: Redis };
  presence: { queue: Presence; cache: Presence };
};

/** What each part has for its answer; a dead one neither delays nor hides the others. */
const PART_MS = 900;
const FRESH_MS = 500;

/** Makes the connections that the operator's figures are read through; they are never the shop's own pool. */
export function openOperations(deps: Pick<Deps, 'db' | 'log'>, options: OperationsOptions): Operations {
  const queue = connectRedis(options.redisUrl, 'producer', deps.log);
  const cache = connectRedis(options.cacheRedisUrl, 'cache', deps.log);
  return new Operations({
    deps,
    client: createPrisma(options.databaseUrl, {
      poolSize: OPERATIONS_CONNECTIONS,
      applicationName: 'holdfast-operations',
      connectTimeoutMs: PART_MS,
      // What was given up must not hold a connection that the next second needs.
      statementTimeoutMs: PART_MS,
    }),
    queues: openQueues(options.redisUrl, deps.log, options.queuePrefix),
    deadLetters: openDeadLetters(options.redisUrl, deps.log, options.queuePrefix),
    redis: { queue, cache },
    presence: { queue: watchRedis(queue), cache: watchRedis(cache) },
  });
}

/** The operator's view. However many look, it is read at most once in each half second of the clock in each process. */
export class Operations {
  readonly #sources: Sources;
  readonly #history: History;
  #last: Promise<Snapshot> | undefined;
  #lastHalfSecond = 0;
  /** For the time when the primary, where heartbeats are kept, is gone. */
  #lastNodes: NodeRow[] = [];
  #lastNodesAt = 0;
  #lastOrders: Snapshot['orders']['recent'] = [];

  constructor(sources: Sources) {
    this.#sources = sources;
    const { client, deps } = sources;
    this.#history = new History({ client, log: deps.log, snapshot: () => this.snapshot() });
  }

  /** For what an operator does to them. */
  get queues(): Queues {
    return this.#sources.queues;
  }

  get deadLetters(): Queue {
    return this.#sources.deadLetters;
  }

  /** The snapshot of this half second: whoever asks in a new second sees that one's figures. */
  snapshot(): Promise<Snapshot> {
    const halfSecond = Math.floor(Date.now() / FRESH_MS);
    if (!this.#last || halfSecond !== this.#lastHalfSecond) {
      this.#lastHalfSecond = halfSecond;
      this.#last = this.#read();
    }
    return this.#last;
  }

  /** From now on the seconds are kept, by one of all the processes that keep them. */
  keepHistory(): void {
    this.#history.start();
  }

  /** The last 15 minutes, oldest first; while the primary is away what this process has seen of them. */
  history(): Promise<HistorySample[]> {
    return this.#history.read();
  }

  /** Takes the heartbeat of a process that has no database. */
  beat(beat: Beat): Promise<void> {
    return recordBeat(this.#sources.client, beat);
  }

  async close(): Promise<void> {
    const { client, queues, deadLetters, redis } = this.#sources;
    await this.#history.stop();
    redis.queue.disconnect();
    redis.cache.disconnect();
    await Promise.all([closeQueues({ ...queues, deadLetters }), client.$disconnect()]);
  }

  async #read(): Promise<Snapshot> {
    const { deps, client, queues, redis, presence } = this.#sources;
    const at = new Date().toISOString();
    const [nodes, connections, outbox, orders, queueMemory, cacheMemory, figures] = await Promise.all([
      within(PART_MS, readNodes(client)),
      within(PART_MS, countConnections(client)),
      within(PART_MS, readOutbox(client)),
      within(PART_MS, readOrders(client)),
      within(PART_MS, readMemory(redis.queue)),
      within(PART_MS, readMemory(redis.cache)),
      Promise.all(QUEUES.map((name) => within(PART_MS, readQueue(queues[name])))),
    ]);
    const live = nodes?.filter(isLive) ?? [];
    return {
      at,
      queues: QUEUES.map((name, index) => showQueue(name, figures[index] ?? null, live)),
      database: {
        primary: { state: connections === null ? 'down' : 'up', connections },
        replicas: deps.db
          .replicaHealth()
          .map(({ name, state, lagMs, lagBytes }) => ({ name, state, lagMs, lagBytes })),
      },
      redis: [
        showRedis('redis-queue', queueMemory, presence.queue),
        showRedis('redis-cache', cacheMemory, presence.cache),
      ],
      outbox: outbox ?? { pending: null, oldestMs: null, dead: null },
      nodes: this.#rememberNodes(nodes).map(showNode),
      cache: nodes ? sumCache(live) : UNKNOWN_CACHE,
      orders: this.#rememberOrders(orders),
      circuits: worstCircuits(live),
    };
  }

  /** The rows, or the last known ones, which have grown older since by this process's clock. */
  #rememberNodes(nodes: NodeRow[] | null): NodeRow[] {
    const now = performance.now();
    if (!nodes) return this.#lastNodes.map((node) => silentFor(node, now - this.#lastNodesAt));
    this.#lastNodes = nodes;
    this.#lastNodesAt = now;
    return nodes;
  }

  /** The orders, or the last known ones: what was placed stays placed, but how many come in is not known. */
  #rememberOrders(orders: Snapshot['orders'] | null): Snapshot['orders'] {
    if (!orders) return { perMinute: null, recent: this.#lastOrders };
    this.#lastOrders = orders.recent;
    return orders;
  }
}

const UNKNOWN_CACHE: Snapshot['cache'] = { ratio: null, families: [] };

function showQueue(
  name: QueueName,
  figures: QueueFigures | null,
  live: NodeRow[],
): Snapshot['queues'][number] {
  return { name, ...(figures ?? UNKNOWN_QUEUE), perSecond: jobsPerSecond(live, name) };
}

function watchRedis(redis: Redis): Presence {
  const presence = new Presence();
  redis.on('close', () => presence.lost());
  return presence;
}

const UNKNOWN_MEMORY = { usedBytes: null, maxBytes: null, policy: null };

function showRedis(name: string, memory: RedisMemory | null, presence: Presence): Snapshot['redis'][number] {
  const isUp = presence.isSteady(memory !== null);
  return { name, state: isUp ? 'up' : 'down', ...((isUp && memory) || UNKNOWN_MEMORY) };
}
