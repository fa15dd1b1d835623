import { createDeps } from '@holdfast/commerce/deps';
import { rebuildListings } from '@holdfast/commerce/listing/rebuild-listings';
import { QUEUE_PREFIX } from '@holdfast/commerce/infra/queue';
import { startHeartbeat } from '@holdfast/commerce/operations/heartbeat';
import { createRegistry } from '@holdfast/commerce/operations/metrics';
import { startProcessServer } from '@holdfast/commerce/operations/process-server';
import { RequestStats } from '@holdfast/commerce/operations/request-stats';
import { openOperations } from '@holdfast/commerce/operations/snapshot';
import { exposeSnapshot } from '@holdfast/commerce/operations/snapshot-metrics';
import { stopOnce } from '@holdfast/commerce/operations/stop-once';
import { openProviders } from '@holdfast/commerce/payments/open-providers';
import { type Config, readConfig } from './config.ts';
import { createServer } from './server.ts';

/** Per minute, address and process. An office or a mobile network is one address. */
const RATE_LIMITS = { requests: 12_000, signIns: 20 };
const MAX_EVENT_LOOP_DELAY_MS = 1_000;
const MAX_STREAMS = 1_000;
const SESSION_CHECK_MS = 30_000;
/** Longer than clients are told that they may keep an idle connection. */
const IDLE_GRACE_MS = 5_000;

/**
 * Several processes share the port; the kernel spreads the connections. Fastify hands `reusePort` and `fd` on to Node,
 * but its types do not know them.
 */
function address({ API_HOST: host, API_PORT: port, API_SOCKET_FD: fd }: Config) {
  return fd === undefined ? { host, port, reusePort: true } : { host, fd };
}

async function start(config: Config): Promise<() => Promise<void>> {
  const { providers, circuits } = openProviders(config);
  const deps = await createDeps({
    instance: config.NODE_ID,
    logLevel: config.LOG_LEVEL,
    databaseUrl: config.DATABASE_URL,
    replicaUrls: config.DATABASE_REPLICA_URLS,
    cacheRedisUrl: config.CACHE_REDIS_URL,
    databasePool: config.DATABASE_POOL,
    appSecret: config.APP_SECRET,
    caches: config.CACHE_TIERS === 'on',
  });
  // Lists read what this writes, and a release that is updated without a new start has not written it yet.
  const listed = await rebuildListings(deps, { onlyMissing: true });
  if (listed > 0)
    deps.log.info({ listed }, 'products had no listing, or one of another release, and have one now');
  const operations = openOperations(deps, {
    databaseUrl: config.DATABASE_URL,
    redisUrl: config.REDIS_URL,
    cacheRedisUrl: config.CACHE_REDIS_URL,
    queuePrefix: QUEUE_PREFIX,
  });
  const registry = createRegistry(config.NODE_ID, deps);
  exposeSnapshot(registry, operations);
  const stats = new RequestStats();
  const server = await createServer({
    deps: { ...deps, providers },
    operations,
    registry,
    stats,
    serviceToken: config.SERVICE_TOKEN,
    isCdnPurged: config.CDN_PURGE_URL !== undefined,
    allowedOrigins: config.ALLOWED_ORIGINS,
    trustedProxies: config.TRUSTED_PROXIES,
    rateLimits: config.RATE_LIMITS === 'on' ? RATE_LIMITS : null,
    maxEventLoopDelayMs: MAX_EVENT_LOOP_DELAY_MS,
    maxStreams: MAX_STREAMS,
    sessionCheckMs: SESSION_CHECK_MS,
    idleGraceMs: IDLE_GRACE_MS,
  });
  await server.app.listen(address(config));
  operations.keepHistory();
  const heartbeat = startHeartbeat({
    databaseUrl: config.DATABASE_URL,
    log: deps.log,
    id: config.NODE_ID,
    role: 'api',
    stats: () => ({
      ...stats.read(),
      cache: deps.cache.counts(),
      circuits: circuits.map((circuit) => circuit.read()),
    }),
  });
  const processServer = await startProcessServer({
    host: config.API_HOST,
    port: config.METRICS_PORT,
    registry,
    whyNotReady: () => (server.isDraining() ? 'draining' : null),
  });
  return async () => {
    await server.drain();
    await Promise.all([heartbeat.stop(), operations.close(), processServer.close()]);
    await deps.close();
  };
}

try {
  stopOnce(await start(readConfig(process.env)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
