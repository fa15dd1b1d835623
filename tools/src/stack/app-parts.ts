import { answersWell } from './answers-well.ts';
import type { Plan } from './plan.ts';
import { findFreePort } from './ports.ts';
import { PATH_WITH_OUR_NODE, programArguments, REPOSITORY } from './repository.ts';
import type { Settings } from './settings.ts';
import type { Part } from './supervised-part.ts';

/** One process of ours and where its own metrics page is. */
export type AppPart = { part: Part; metricsUrl: () => string | undefined };

export type AppContext = { settings: Settings; plan: Plan; logFile: string; reload: boolean };

/** A drain takes 15 s at most; what is not done by then would not be done. */
const STOP_TIMEOUT_MS = 15_000;
const READY_TIMEOUT_MS = 60_000;

function environment({ settings, plan, reload }: AppContext): NodeJS.ProcessEnv {
  const { DATABASE_URL, DATABASE_REPLICA_URLS, REDIS_URL, CACHE_REDIS_URL } = plan.values;
  const { APP_SECRET, DATA_DIR, API_URL, WEB_URL } = plan.values;
  return {
    NODE_ENV: reload ? 'development' : 'production',
    ...process.env,
    PATH: PATH_WITH_OUR_NODE,
    DATABASE_URL,
    DATABASE_REPLICA_URLS,
    REDIS_URL,
    CACHE_REDIS_URL,
    APP_SECRET,
    DATA_DIR,
    API_URL,
    API_PORT: String(settings.apiPort),
    STOREFRONT_URL: process.env.STOREFRONT_URL || WEB_URL,
    LOG_LEVEL: process.env.LOG_LEVEL || 'info',
  };
}

/** `api-1`, `worker-1`...: a process of one of our apps; `reload` runs it from source and again on each change. */
export function appPart(name: string, app: 'api' | 'worker', context: AppContext): AppPart {
  let metricsPort: number | undefined;
  const part: Part = {
    name,
    logFile: context.logFile,
    command: async () => {
      // Anew for every start: the port of before may be taken by now.
      metricsPort = await findFreePort();
      return {
        file: process.execPath,
        args: programArguments(`apps/${app}`, 'main', context.reload),
        cwd: REPOSITORY,
        env: { ...environment(context), NODE_ID: name, NODE_ROLE: app, METRICS_PORT: String(metricsPort) },
      };
    },
    ready: async () =>
      metricsPort !== undefined && (await answersWell(`http://127.0.0.1:${metricsPort}/health/ready`)),
    readyTimeoutMs: READY_TIMEOUT_MS,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: STOP_TIMEOUT_MS,
  };
  return {
    part,
    metricsUrl: () => (metricsPort === undefined ? undefined : `http://127.0.0.1:${metricsPort}/metrics`),
  };
}
