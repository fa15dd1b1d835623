import path from 'node:path';
import { createDeps, type Deps } from '@holdfast/commerce/deps';
import type { Circuit } from '@holdfast/commerce/infra/circuit';
import type { Logger } from '@holdfast/commerce/infra/log';
import { closeQueues, openQueues, QUEUE_PREFIX } from '@holdfast/commerce/infra/queue';
import { connectRedis } from '@holdfast/commerce/infra/redis';
import { createMailer } from '@holdfast/commerce/notifications/mailer';
import { startHeartbeat } from '@holdfast/commerce/operations/heartbeat';
import { createRegistry } from '@holdfast/commerce/operations/metrics';
import { startProcessServer } from '@holdfast/commerce/operations/process-server';
import { stopOnce } from '@holdfast/commerce/operations/stop-once';
import { openProviders } from '@holdfast/commerce/payments/open-providers';
import { type Config, readConfig } from './config.ts';
import type { WorkerDeps } from './handlers.ts';
import { createJobMetrics } from './job-metrics.ts';
import { ProgressWatch } from './progress-watch.ts';
import { followQueueSettings } from './queue-settings.ts';
import { Relay } from './relay.ts';
import { Scheduler } from './scheduler.ts';
import { purgeSchedule } from './purge-cdn.ts';
import { type Schedule, SCHEDULES } from './schedules.ts';
import { startWorkers, type Workers } from './worker.ts';

/** Below the 15 s that whoever stops a process gives it. */
const DRAIN_MS = 12_000;
/** How long jobs may wait while this worker takes none. */
const PATIENCE_MS = 15_000;

async function start(config: Config): Promise<() => Promise<void>> {
  const base = await createDeps({
    instance: config.NODE_ID,
    logLevel: config.LOG_LEVEL,
    databaseUrl: config.DATABASE_URL,
    replicaUrls: config.DATABASE_REPLICA_URLS,
    cacheRedisUrl: config.CACHE_REDIS_URL,
    databasePool: config.DATABASE_POOL,
    appSecret: config.APP_SECRET,
  });
  const { log, db, cache, signals } = base;
  const { deps, circuits } = withOutsideWorld(base, config);
  const registry = createRegistry(config.NODE_ID, base);
  const prefix = QUEUE_PREFIX;
  const queues = openQueues(config.REDIS_URL, log, prefix);
  const redis = connectRedis(config.REDIS_URL, 'producer', log);
  const relay = new Relay({ db, signals, log, queues, redis, prefix });
  const metrics = createJobMetrics(registry, db);
  const workers = startWorkers(deps, { redisUrl: config.REDIS_URL, prefix, metrics });
  await relay.start();
  const settings = await followQueueSettings({ db, signals, log, queues, workers });
  const watch = new ProgressWatch({ queues, workers, log, patienceMs: PATIENCE_MS, giveUp: endWith(log) });
  watch.start();
  const scheduler = new Scheduler({ ...deps, queues, deadLetters: workers.deadLetters }, schedulesOf(config));
  scheduler.start();
  const heartbeat = startHeartbeat({
    databaseUrl: config.DATABASE_URL,
    log,
    id: config.NODE_ID,
    role: 'worker',
    stats: () => ({
      rps: null,
      p95Ms: null,
      cache: cache.counts(),
      jobs: workers.perSecond(),
      circuits: circuits.map((circuit) => circuit.read()),
    }),
  });
  let isDraining = false;
  const processServer = await startProcessServer({
    host: config.METRICS_HOST,
    port: config.METRICS_PORT,
    registry,
    whyNotReady: () => (isDraining ? 'draining' : whyNotMoving({ relay, workers, watch })),
  });
  log.info({ metricsPort: processServer.port }, 'the worker runs');
  return async () => {
    isDraining = true;
    // What is cut off has no receipt and is run again by another worker.
    watch.stop();
    await Promise.all([relay.stop(), settings.stop(), scheduler.stop(), workers.close(DRAIN_MS)]);
    deps.mailer.close();
    redis.disconnect();
    const handles = { ...queues, deadLetters: workers.deadLetters };
    await Promise.all([heartbeat.stop(), closeQueues(handles), processServer.close()]);
    await base.close();
  };
}

function schedulesOf({ CDN_PURGE_URL: url, CDN_PURGE_TOKEN: token }: Config): Schedule[] {
  return url === undefined ? SCHEDULES : [...SCHEDULES, purgeSchedule({ url, token })];
}

/** Whom jobs talk to besides our own parts, and the circuits on the way there. */
function withOutsideWorld(base: Deps, config: Config): { deps: WorkerDeps; circuits: Circuit[] } {
  const { providers, circuits } = openProviders(config);
  const mailer = createMailer({
    smtpUrl: config.SMTP_URL,
    from: config.MAIL_FROM,
    folder: path.join(config.DATA_DIR, 'mail'),
  });
  return {
    deps: { ...base, providers, mailer, storefrontUrl: config.STOREFRONT_URL },
    circuits: [...circuits, ...mailer.circuits],
  };
}

type Moving = { relay: Relay; workers: Workers; watch: ProgressWatch };

function whyNotMoving({ relay, workers, watch }: Moving): string | null {
  if (!relay.isMoving()) return 'jobs cannot be relayed';
  if (!workers.areTaking()) return 'jobs cannot be taken';
  return watch.whyStuck();
}

/** Whoever supervises the worker starts it anew; what is at work has no receipt and is run again. */
function endWith(log: Logger): (why: string) => void {
  return (why) => {
    log.fatal({ why }, 'the worker makes no progress, also after it was built anew, and ends');
    process.exit(1);
  };
}

try {
  stopOnce(await start(readConfig(process.env)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
