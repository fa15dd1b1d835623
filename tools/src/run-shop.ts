import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { seed } from './seed.ts';
import { requireGivenServers } from './stack/given-servers.ts';
import { endLeftovers } from './stack/leftovers.ts';
import { localEnvFile, readLocalEnv } from './stack/local-env.ts';
import { takeLock } from './stack/lock.ts';
import { serveMetrics } from './stack/metrics-server.ts';
import { applyMigrations, hasPendingMigrations } from './stack/migrations.ts';
import { type Detours, makePlan, type Plan } from './stack/plan.ts';
import { requireFreePort } from './stack/ports.ts';
import { removeRestartReport } from './stack/restart-report.ts';
import { restartOnRequest } from './stack/rolling-restart.ts';
import { readSettings, type Settings } from './stack/settings.ts';
import { Stack } from './stack/stack.ts';
import { StackError } from './stack/stack-error.ts';
import { listenForStop } from './stack/stop-request.ts';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function timed(what: string, work: Promise<void>): Promise<void> {
  const begun = performance.now();
  await work;
  say(`  ${what.padEnd(28)} ${((performance.now() - begun) / 1000).toFixed(1)} s`);
}

async function migrate(databaseUrl: string): Promise<void> {
  if (await hasPendingMigrations(databaseUrl)) await applyMigrations(databaseUrl);
}

async function fillDatabase({ values }: Plan): Promise<void> {
  await migrate(values.DATABASE_URL);
  await seed(values, { demoCatalog: true, log: (line) => say(`  ${line}`) });
}

async function startParts(stack: Stack, settings: Settings, plan: Plan): Promise<void> {
  const embedsDatabase = !settings.databaseUrl;
  const embedsRedis = !settings.redisUrl || !settings.cacheRedisUrl;
  await Promise.all([
    embedsDatabase && timed('PostgreSQL', stack.startPrimary()),
    embedsRedis && timed('Redis', stack.startRedis()),
    timed('payment provider', stack.startPaymentProvider()),
  ]);
  await Promise.all([
    embedsDatabase && timed('PostgreSQL replica', stack.startReplica()),
    timed('schema and first data', fillDatabase(plan)),
  ]);
  await timed('API, worker and web', stack.startApps());
}

function announce(settings: Settings, { values, operatorPasswordIsNew }: Plan): void {
  const password = operatorPasswordIsNew ? values.OPERATOR_PASSWORD : 'in local.env';
  say(`
Holdfast is ready (${process.uptime().toFixed(1)} s)

  shop       ${values.WEB_URL}
  operator   ${values.WEB_URL}/operator  ${values.OPERATOR_EMAIL}, password: ${password}
  API        ${values.API_URL}
  metrics    ${values.METRICS_URL}
  addresses  ${localEnvFile(settings.dataDir)}
  logs       ${settings.dataDir}/logs
  mail       ${settings.dataDir}/mail

Ctrl-C stops it.
`);
}

/** How a shop is run. */
export type Manner = {
  /** From the sources, again on each change. */
  reload: boolean;
  /** Puts proxies before the servers. */
  detour?: (plan: Plan) => Promise<Detours>;
  /** Called once all parts are ready, before that is announced. */
  ready?: (stack: Stack, plan: Plan) => void;
};

async function planShop(settings: Settings, { detour }: Manner): Promise<Plan> {
  const plan = await makePlan(settings, process.env, await readLocalEnv(settings.dataDir));
  return detour ? { ...plan, detours: await detour(plan) } : plan;
}

async function run(settings: Settings, manner: Manner): Promise<void> {
  removeRestartReport(settings.dataDir);
  const stopRequests = listenForStop();
  const stopRequested = once(stopRequests, 'first').then(() => 'stop' as const);
  const ended = await endLeftovers(settings.dataDir);
  if (ended > 0) say(`  ended ${ended} processes that a killed start had left`);
  await requireFreePort(settings.webPort, 'WEB_PORT');
  await requireFreePort(settings.apiPort, 'API_PORT');
  await requireFreePort(settings.metricsPort, 'METRICS_PORT');
  for (const advice of await requireGivenServers(settings)) say(`  ${advice}`);
  const plan = await planShop(settings, manner);
  const stack = new Stack(settings, plan, manner.reload);
  stack.supervisor.on('notice', say);
  stopRequests.on('again', () => stack.supervisor.kill());
  try {
    await stack.keepPlan();
    const metrics = await serveMetrics(settings.metricsPort, () => stack.metricsSources());
    const outcome = await Promise.race([startParts(stack, settings, plan), stopRequested]);
    if (outcome !== 'stop') {
      restartOnRequest({
        supervisor: stack.supervisor,
        dataDir: settings.dataDir,
        names: stack.replaceable(),
        migrate: () => migrate(plan.values.DATABASE_URL),
        tell: say,
      });
      manner.ready?.(stack, plan);
      announce(settings, plan);
    }
    await stopRequested;
    say('Stopping...');
    metrics.close();
  } finally {
    removeRestartReport(settings.dataDir);
    await stack.stop();
  }
}

async function runUnderLock(manner: Manner): Promise<void> {
  const settings = readSettings(process.env);
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
  const lock = await takeLock(settings.dataDir);
  try {
    await run(settings, manner);
  } finally {
    await lock.release();
  }
}

/** Runs the whole product as the environment says, in the foreground until it is asked to stop; then this process ends. */
export async function runShop(manner: Manner): Promise<never> {
  try {
    await runUnderLock(manner);
    say('Stopped.');
    process.exit(0);
  } catch (error) {
    console.error(error instanceof StackError ? `\n${error.message}\n` : error);
    process.exit(1);
  }
}
