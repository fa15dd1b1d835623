import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { deriveServiceToken } from '@holdfast/commerce/infra/tokens';
import { answersWell } from './answers-well.ts';
import type { AppContext } from './app-parts.ts';
import { PATH_WITH_OUR_NODE, WEB_APP } from './repository.ts';
import type { Part } from './supervised-part.ts';

const STOP_TIMEOUT_MS = 15_000;
/** `next dev` compiles before it answers for the first time. */
const READY_TIMEOUT_MS = 120_000;

/** `next start` and `next dev` as Node runs them: without the shell script around them, so that the pid is Next's own. */
function nextArguments(port: number, reload: boolean): string[] {
  const next = createRequire(path.join(WEB_APP, 'package.json')).resolve('next/dist/bin/next');
  return [next, reload ? 'dev' : 'start', '--hostname', '127.0.0.1', '--port', String(port)];
}

/** Signs sessions of next-auth. Not APP_SECRET itself: who reads the web app's memory shall not sign for the API. */
function sessionSecret(appSecret: string): string {
  return createHmac('sha256', appSecret).update('next-auth').digest('base64url');
}

/** All that the web app is told. It has no way to the database, to Redis or to APP_SECRET: it is a client of the API. */
function environment({ plan, reload }: AppContext): NodeJS.ProcessEnv {
  const { API_URL, WEB_URL, APP_SECRET } = plan.values;
  const { HOME, LANG, TZ, TMPDIR, LOG_LEVEL } = process.env;
  return {
    PATH: PATH_WITH_OUR_NODE,
    HOME,
    LANG,
    TZ,
    TMPDIR,
    NODE_ENV: reload ? 'development' : 'production',
    NODE_ID: 'web',
    LOG_LEVEL: LOG_LEVEL || 'info',
    API_URL,
    WEB_URL,
    NEXTAUTH_URL: WEB_URL,
    NEXTAUTH_SECRET: sessionSecret(APP_SECRET),
    SERVICE_TOKEN: deriveServiceToken(APP_SECRET),
    NEXT_TELEMETRY_DISABLED: '1',
  };
}

/** `web`: Next.js behind the front; `reload` runs it from source. Ready without the API, which it asks only for pages. */
export function webPart(context: AppContext): Part {
  const port = context.plan.embedded.nextPort;
  return {
    name: 'web',
    logFile: context.logFile,
    command: () => ({
      file: process.execPath,
      args: nextArguments(port, context.reload),
      cwd: WEB_APP,
      env: environment(context),
    }),
    ready: () => answersWell(`http://127.0.0.1:${port}/api/health`),
    readyTimeoutMs: READY_TIMEOUT_MS,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: STOP_TIMEOUT_MS,
  };
}
