import { FRONT_HEALTH } from '../front/front-health.ts';
import { answersWell } from './answers-well.ts';
import type { AppContext } from './app-parts.ts';
import { PATH_WITH_OUR_NODE, programArguments, REPOSITORY } from './repository.ts';
import type { Part } from './supervised-part.ts';

/** What is under way is finished in 10 s or cut off. */
const STOP_TIMEOUT_MS = 15_000;
const READY_TIMEOUT_MS = 60_000;

/** `front`: the one address for browsers, before the API and Next. Ready without either of them. */
export function frontPart({ settings, plan, logFile, reload }: AppContext): Part {
  return {
    name: 'front',
    logFile,
    command: () => ({
      file: process.execPath,
      args: programArguments('tools', 'front/main', reload),
      cwd: REPOSITORY,
      env: {
        PATH: PATH_WITH_OUR_NODE,
        TZ: process.env.TZ,
        NODE_ENV: reload ? 'development' : 'production',
        LOG_LEVEL: process.env.LOG_LEVEL || 'info',
        WEB_PORT: String(settings.webPort),
        API_PORT: String(settings.apiPort),
        NEXT_PORT: String(plan.embedded.nextPort),
      },
    }),
    ready: () => answersWell(`http://127.0.0.1:${settings.webPort}${FRONT_HEALTH}`),
    readyTimeoutMs: READY_TIMEOUT_MS,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: STOP_TIMEOUT_MS,
  };
}
