import path from 'node:path';
import { createDeps } from '@holdfast/commerce/deps';
import { closeQueues, openQueues } from '@holdfast/commerce/infra/queue';
import { connectRedis } from '@holdfast/commerce/infra/redis';
import { createMailer } from '@holdfast/commerce/notifications/mailer';
import { startHeartbeat } from '@holdfast/commerce/operations/heartbeat';
import { createRegistry } from '@holdfast/commerce/operations/metrics';
import { startProcessServer } from '@holdfast/commerce/operations/process-server';
import { createTestProvider } from '@holdfast/commerce/payments/test-provider';
import { readConfig } from './config.ts';
import type { WorkerDeps } from './handlers.ts';
import { createJobMetrics } from './job-metrics.ts';
import { Relay } from './relay.ts';
import { startSweeping } from './sweep.ts';
import { startWorkers } from './worker.ts';

const DATABASE_POOL = 10;
const DRAIN_MS = 12_000;

const config = readConfig(process.env);
const base = await createDeps({
  instance: config.NODE_ID,
  logLevel: config.LOG_LEVEL,
  databaseUrl: config.DATABASE_URL,
  replicaUrls: config.DATABASE_REPLICA_URLS,
  cacheRedisUrl: config.CACHE_REDIS_URL,
  databasePool: DATABASE_POOL,
  appSecret: config.APP_SECRET,
});
const { log, db, signals } = base;
const deps: WorkerDeps = {
  ...base,
  mailer: createMailer({
    smtpUrl: config.SMTP_URL,
    from: config.MAIL_FROM,
    folder: path.join(config.DATA_DIR, 'mail'),
  }),
  providers: { test: createTestProvider(db.primary) },
  storefrontUrl: config.STOREFRONT_URL,
};

const registry = createRegistry(config.NODE_ID, base.cache);
const metrics = createJobMetrics(registry, db);
const prefix = config.QUEUE_PREFIX;
const queues = openQueues(config.REDIS_URL, log, prefix);
const relayRedis = connectRedis(config.REDIS_URL, 'producer', log);
const relay = new Relay({ db, signals, log, queues, redis: relayRedis, prefix });
const workers = startWorkers(deps, { redisUrl: config.REDIS_URL, prefix, metrics });
await relay.start();
const sweeping = startSweeping(deps);
const heartbeat = startHeartbeat({
  databaseUrl: config.DATABASE_URL,
  log,
  id: config.NODE_ID,
  role: 'worker',
  stats: () => ({ rps: null, p95Ms: null, cache: base.cache.counts(), jobs: workers.perSecond() }),
});
let isDraining = false;
const server = await startProcessServer({
  host: config.METRICS_HOST,
  port: config.METRICS_PORT,
  registry,
  whyNotReady: () => {
    if (isDraining) return 'The worker is shutting down.';
    if (!relay.isMoving()) return 'No jobs can be relayed.';
    return workers.areTaking() ? null : 'No jobs can be taken.';
  },
});
log.info({ metricsPort: server.port }, 'the worker is running');

/** Jobs at work are finished; what is cut off has no receipt and is run again by another worker. */
async function drain(): Promise<void> {
  if (isDraining) return;
  isDraining = true;
  log.info('the worker is shutting down');
  await Promise.all([relay.stop(), sweeping.stop(), workers.close(DRAIN_MS)]);
  await heartbeat.stop();
  deps.mailer.close();
  relayRedis.disconnect();
  await closeQueues(queues);
  await server.close();
  await base.close();
  log.info('the worker is down');
  process.exit(0);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void drain());
