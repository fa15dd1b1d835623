import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { seed } from '../seed.ts';
import { type AppContext, type AppPart, appPart, workerPart } from '../stack/app-parts.ts';
import { prepareLogFile } from '../stack/log-file.ts';
import { type LocalValues, makePlan, type Plan } from '../stack/plan.ts';
import { findFreePort } from '../stack/ports.ts';
import { runEach } from '../stack/run-each.ts';
import { readSettings, type Settings } from '../stack/settings.ts';
import { webPart } from '../stack/web-part.ts';
import { startTestStack, type TestStack } from '../test-stack.ts';
import { ClusterProcess } from './cluster-process.ts';
import { type Nginx, startNginx } from './nginx-server.ts';

/** Two APIs on ports of their own, a worker and the web app behind nginx, as in compose; all of them real. */
export type Cluster = {
  nginx: Nginx;
  api: [ClusterProcess, ClusterProcess];
  /** In the order of `api`. */
  apiPorts: [number, number];
  values: LocalValues;
  /** The pages of both APIs and of the worker, in this order. */
  readMetrics(): Promise<string[]>;
  /** Ends all of it and removes every trace. */
  close(): Promise<void>;
};

async function planCluster(stack: TestStack, folder: string) {
  const settings = readSettings({
    DATA_DIR: folder,
    WEB_PORT: String(await findFreePort()),
    API_PORT: String(await findFreePort()),
    DATABASE_URL: stack.databaseUrl,
    DATABASE_REPLICA_URLS: stack.replicaUrl,
    REDIS_URL: stack.redisQueueUrl,
    CACHE_REDIS_URL: stack.redisCacheUrl,
  });
  const plan = await makePlan(settings, {}, {});
  // Pages ask whichever API nginx gives them.
  plan.values.API_URL = `http://127.0.0.1:${settings.webPort}`;
  const { url, apiKey, webhookSecret } = stack.paymentProvider;
  plan.values.TEST_PROVIDER_URL = url;
  plan.values.TEST_PROVIDER_KEY = apiKey;
  plan.values.TEST_PROVIDER_WEBHOOK_SECRET = webhookSecret;
  return { settings, plan };
}

type Planned = { settings: Settings; plan: Plan; folder: string };

async function makeParts({ settings, plan, folder }: Planned) {
  const context = async (name: string): Promise<AppContext> => ({
    settings,
    plan,
    logFile: await prepareLogFile(folder, name),
    reload: false,
  });
  const api = async (name: string, apiPort: number): Promise<AppPart> =>
    appPart({ name, folder: 'api' }, { ...(await context(name)), settings: { ...settings, apiPort } });
  const apiPorts: Cluster['apiPorts'] = [settings.apiPort, await findFreePort()];
  return {
    apiPorts,
    api: [await api('api-1', apiPorts[0]), await api('api-2', apiPorts[1])] as const,
    worker: workerPart('worker-1', await context('worker-1')),
    web: webPart(await context('web')),
  };
}

/** What ends or removes each thing that was made so far, the latest first. */
type Undo = (() => unknown)[];

async function startAll(folder: string, stack: TestStack, undo: Undo): Promise<Omit<Cluster, 'close'>> {
  const { settings, plan } = await planCluster(stack, folder);
  await seed(plan.values, { demoCatalog: true, log: () => {} });
  const parts = await makeParts({ settings, plan, folder });
  const nginx = await startNginx({
    folder: path.join(folder, 'nginx'),
    port: settings.webPort,
    api: parts.apiPorts,
    web: [plan.embedded.nextPort],
  });
  undo.unshift(() => nginx.stop());
  const api: Cluster['api'] = [new ClusterProcess(parts.api[0].part), new ClusterProcess(parts.api[1].part)];
  const processes = [...api, new ClusterProcess(parts.worker.part), new ClusterProcess(parts.web)];
  undo.unshift(() => Promise.all(processes.map((one) => one.end('SIGKILL'))));
  // All of them, or one that is still starting would outlive the clean-up after another's failure.
  const started = await Promise.allSettled(processes.map((one) => one.start()));
  for (const one of started) if (one.status === 'rejected') throw one.reason;
  const metricsUrls = [...parts.api, parts.worker].map(({ metricsUrl }) => metricsUrl);
  return {
    nginx,
    api,
    apiPorts: parts.apiPorts,
    values: plan.values,
    readMetrics: () => Promise.all(metricsUrls.map(async (urlOf) => (await fetch(urlOf() ?? '')).text())),
  };
}

/** Starts the servers, fills the demo catalog in, and starts the processes and nginx. */
export async function openCluster(): Promise<Cluster> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-nginx-'));
  const undo: Undo = [() => rm(folder, { recursive: true, force: true })];
  const close = () => runEach(undo);
  try {
    const servers = await startTestStack();
    undo.unshift(() => servers.stop());
    return { ...(await startAll(folder, servers.stack, undo)), close };
  } catch (error) {
    await close();
    throw error;
  }
}
