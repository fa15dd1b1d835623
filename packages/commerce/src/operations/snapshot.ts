import { createPrisma, type PrismaClient } from '@holdfast/db/prisma';
import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { QUEUES, type QueueName } from '@holdfast/shared/jobs';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Deps } from '../deps.ts';
import { closeQueues, openQueues } from '../infra/queue.ts';
import { connectRedis } from '../infra/redis.ts';
import { countConnections, type NodeRow, readNodes, readOutbox } from './read-database.ts';
import { type QueueFigures, readQueue, readUsedBytes, UNKNOWN_QUEUE } from './read-redis.ts';
import { Presence } from './presence.ts';
import { isLive, jobsPerSecond, showNode, silentFor, sumCache } from './summarise-nodes.ts';
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
  queues: Record<QueueName, Queue>;
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
      poolSize: 3,
      applicationName: 'holdfast-operations',
      connectTimeoutMs: PART_MS,
    }),
    queues: openQueues(options.redisUrl, deps.log, options.queuePrefix),
    redis: { queue, cache },
    presence: { queue: watchRedis(queue), cache: watchRedis(cache) },
  });
}

/** The operator's view. However many look, it is read at most once per 500 ms in each process. */
export class Operations {
  readonly #sources: Sources;
  #last: Promise<Snapshot> | undefined;
  #lastAt = 0;
  /** For the time when the primary, where heartbeats are kept, is gone. */
  #lastNodes: NodeRow[] = [];
  #lastNodesAt = 0;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** The snapshot of now, or the last one when it is younger than 500 ms. */
  snapshot(): Promise<Snapshot> {
    const now = performance.now();
    if (!this.#last || now - this.#lastAt >= FRESH_MS) {
      this.#lastAt = now;
      this.#last = this.#read();
    }
    return this.#last;
  }

  async close(): Promise<void> {
    const { client, queues, redis } = this.#sources;
    redis.queue.disconnect();
    redis.cache.disconnect();
    await Promise.all([closeQueues(queues), client.$disconnect()]);
  }

  async #read(): Promise<Snapshot> {
    const { deps, client, queues, redis, presence } = this.#sources;
    const [nodes, connections, outbox, queueBytes, cacheBytes, figures] = await Promise.all([
      within(PART_MS, readNodes(client)),
      within(PART_MS, countConnections(client)),
      within(PART_MS, readOutbox(client)),
      within(PART_MS, readUsedBytes(redis.queue)),
      within(PART_MS, readUsedBytes(redis.cache)),
      Promise.all(QUEUES.map((name) => within(PART_MS, readQueue(queues[name])))),
    ]);
    const live = nodes?.filter(isLive) ?? [];
    return {
      at: new Date().toISOString(),
      queues: QUEUES.map((name, index) => showQueue(name, figures[index] ?? null, live)),
      database: {
        primary: { state: connections === null ? 'down' : 'up', connections },
        replicas: deps.db
          .replicaHealth()
          .map(({ name, state, lagMs, lagBytes }) => ({ name, state, lagMs, lagBytes })),
      },
      redis: [
        showRedis('redis-queue', queueBytes, presence.queue),
        showRedis('redis-cache', cacheBytes, presence.cache),
      ],
      outbox: outbox ?? { pending: null, oldestMs: null },
      nodes: this.#rememberNodes(nodes).map(showNode),
      cache: nodes ? sumCache(live) : UNKNOWN_CACHE,
      // No call to the outside has a breaker yet.
      circuits: [],
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

function showRedis(name: string, usedBytes: number | null, presence: Presence): Snapshot['redis'][number] {
  const isUp = presence.isSteady(usedBytes !== null);
  return { name, state: isUp ? 'up' : 'down', usedBytes: isUp ? usedBytes : null };
}
