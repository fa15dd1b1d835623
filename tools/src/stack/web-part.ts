import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { deriveServiceToken } from '@holdfast/commerce/infra/tokens';
import { answersWell } from './answers-well.ts';
import type { AppContext } from './app-parts.ts';
import { PATH_WITH_OUR_NODE, WEB_APP } from './repository.ts';
import type { Part } from './supervised-part.ts';

const HOST = '127.0.0.1';
const STOP_TIMEOUT_MS = 15_000;
/** `next dev` compiles before it answers for the first time. */
const READY_TIMEOUT_MS = 120_000;

/** The server that `next build` wrote, as its image runs it too; with `reload` `next dev`, without the shell script around it. */
function programArguments(reload: boolean): string[] {
  if (!reload) return [path.join(WEB_APP, '.next/standalone/apps/web/server.js')];
  const next = createRequire(path.join(WEB_APP, 'package.json')).resolve('next/dist/bin/next');
  return [next, 'dev', '--hostname', HOST];
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
    HOSTNAME: HOST,
    PORT: String(plan.embedded.nextPort),
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
      args: programArguments(context.reload),
      cwd: WEB_APP,
      env: environment(context),
    }),
    ready: () => answersWell(`http://${HOST}:${port}/api/health`),
    readyTimeoutMs: READY_TIMEOUT_MS,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: STOP_TIMEOUT_MS,
  };
}
