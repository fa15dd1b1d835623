import {
  acceptsConnections,
  clearStalePostmaster,
  initialisePrimary,
  type PostgresServer,
  postgresCommand,
  superuserUrl,
  writeSettings,
} from './postgres.ts';
import { prepareRedis, type RedisServer, redisAnswers, redisCommand, redisUrl } from './redis.ts';
import { prepareReplica, type Replica, replicaIsHealthy } from './replica.ts';
import type { Part } from './supervised-part.ts';

/** Crash recovery after a kill may replay up to max_wal_size. */
const RECOVERY_TIMEOUT_MS = 300_000;
/** A replica that has not streamed for so long, while there is a primary, cannot catch up by itself. */
const REPLICA_GRACE_MS = 20_000;

export function postgresPart(server: PostgresServer, logFile: string): Part {
  return {
    name: 'postgres',
    logFile,
    prepare: async () => {
      await initialisePrimary(server);
      await clearStalePostmaster(server);
      await writeSettings(server);
    },
    command: () => postgresCommand(server),
    ready: () => acceptsConnections(superuserUrl(server)),
    readyTimeoutMs: RECOVERY_TIMEOUT_MS,
    stopSignal: 'SIGINT',
    stopTimeoutMs: 30_000,
  };
}

export function replicaPart(replica: Replica, logFile: string): Part {
  const probe = () => replicaIsHealthy(replica);
  return {
    name: 'replica-1',
    logFile,
    prepare: async (startedBadly) => {
      await clearStalePostmaster(replica.server);
      await prepareReplica(replica, startedBadly);
    },
    command: () => postgresCommand(replica.server),
    ready: probe,
    readyTimeoutMs: REPLICA_GRACE_MS,
    health: { probe, graceMs: REPLICA_GRACE_MS },
    stopSignal: 'SIGINT',
    stopTimeoutMs: 10_000,
  };
}

export function redisPart(server: RedisServer, logFile: string, moreSettings: string[] = []): Part {
  return {
    name: `redis-${server.kind}`,
    logFile,
    prepare: () => prepareRedis(server, moreSettings),
    command: () => redisCommand(server),
    ready: () => redisAnswers(redisUrl(server)),
    readyTimeoutMs: 60_000,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 10_000,
  };
}
