import { answersWell } from './answers-well.ts';
import type { Plan } from './plan.ts';
import type { PortSockets } from './port-sockets.ts';
import { findFreePort } from './ports.ts';
import { HANDED_ON } from './process.ts';
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
  const { TEST_PROVIDER_URL, TEST_PROVIDER_KEY, TEST_PROVIDER_WEBHOOK_SECRET } = plan.values;
  return {
    NODE_ENV: reload ? 'development' : 'production',
    ...process.env,
    PATH: PATH_WITH_OUR_NODE,
    DATABASE_URL,
    DATABASE_REPLICA_URLS,
    REDIS_URL,
    CACHE_REDIS_URL,
    TEST_PROVIDER_URL,
    TEST_PROVIDER_KEY,
    TEST_PROVIDER_WEBHOOK_SECRET,
    APP_SECRET,
    DATA_DIR,
    API_URL,
    API_PORT: String(settings.apiPort),
    STOREFRONT_URL: process.env.STOREFRONT_URL || WEB_URL,
    LOG_LEVEL: process.env.LOG_LEVEL || 'info',
    ...plan.detours?.apps,
  };
}

type App = { name: string; folder: 'api' | 'worker'; sockets?: PortSockets };

/** `api-1`...: accepts from a socket that is held here; with `reload` Node starts it again itself, so it binds its own. */
export function apiPart(name: string, context: AppContext, sockets: PortSockets): AppPart {
  return appPart(context.reload ? { name, folder: 'api' } : { name, folder: 'api', sockets }, context);
}

export function workerPart(name: string, context: AppContext): AppPart {
  return appPart({ name, folder: 'worker' }, context);
}

/** A process of one of our apps; without `sockets` it binds its port itself. `reload` runs it from source and again on each change. */
export function appPart({ name, folder, sockets }: App, context: AppContext): AppPart {
  let startingPort: number | undefined;
  let servingPort: number | undefined;
  const part: Part = {
    name,
    logFile: context.logFile,
    command: async () => {
      // Anew for every start: the port of before may be taken by now, by the process that is replaced above all.
      startingPort = await findFreePort();
      return {
        file: process.execPath,
        args: programArguments(`apps/${folder}`, 'main', context.reload),
        cwd: REPOSITORY,
        env: {
          ...environment(context),
          NODE_ID: name,
          NODE_ROLE: folder,
          METRICS_PORT: String(startingPort),
          ...(sockets && { API_SOCKET_FD: String(HANDED_ON) }),
        },
        handOn: sockets?.take(name),
      };
    },
    ready: async () => {
      const port = startingPort;
      if (port === undefined || !(await answersWell(`http://127.0.0.1:${port}/health/ready`))) return false;
      servingPort = port;
      return true;
    },
    readyTimeoutMs: READY_TIMEOUT_MS,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: STOP_TIMEOUT_MS,
    letGo: () => sockets?.giveBack(name),
  };
  return {
    part,
    metricsUrl: () => (servingPort === undefined ? undefined : `http://127.0.0.1:${servingPort}/metrics`),
  };
}
