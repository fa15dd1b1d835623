import { createDeps } from '@holdfast/commerce/deps';
import { readLocalEnv } from './stack/local-env.ts';
import { dataDirOf } from './stack/settings.ts';
import { StackError } from './stack/stack-error.ts';

const INTERRUPTED = 130;

export type CommandDeps = Awaited<ReturnType<typeof createDeps>> & {
  databaseUrl: string;
  /** As the administrator of the stack's own server; without one, `databaseUrl`. */
  fillingUrl: string;
};

/**
 * What a command at the prompt works with. Addresses come from the environment, and what it does not name from the stack that runs here.
 * @throws StackError when there is none.
 */
export async function connectCommand(instance: string, env: NodeJS.ProcessEnv): Promise<CommandDeps> {
  const local = await readLocalEnv(dataDirOf(env));
  const databaseUrl = env.DATABASE_URL || local.DATABASE_URL;
  const cacheRedisUrl = env.CACHE_REDIS_URL || local.CACHE_REDIS_URL;
  if (!databaseUrl) throw new StackError('Holdfast is not running: start it with npm start');
  if (!cacheRedisUrl) throw new StackError('CACHE_REDIS_URL is missing: name it beside DATABASE_URL.');
  try {
    const deps = await createDeps({
      instance,
      logLevel: env.LOG_LEVEL || 'warn',
      databaseUrl,
      replicaUrls: [],
      cacheRedisUrl,
      databasePool: 5,
      appSecret: env.APP_SECRET || local.APP_SECRET || '',
    });
    return { ...deps, databaseUrl, fillingUrl: asAdministrator(databaseUrl, local) };
  } catch (error) {
    throw new StackError('Holdfast is not running: start it with npm start', { cause: error });
  }
}

/** A server that is not the stack's own is never shown its password. */
function asAdministrator(databaseUrl: string, local: Record<string, string>): string {
  const { POSTGRES_PORT: port, POSTGRES_PASSWORD: password } = local;
  const url = new URL(databaseUrl);
  const isOwn = url.hostname === '127.0.0.1' && url.port === port;
  return isOwn && password ? Object.assign(url, { username: 'postgres', password }).href : databaseUrl;
}

/** The first Ctrl-C ends the work between two steps, a second one at once. */
export function listenForStop(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(INTERRUPTED);
      stop.abort();
    });
  }
  return stop.signal;
}

/** Runs a command to its exit code. By exit: what could not be connected goes on trying, and would keep us. */
export async function runCommand(main: () => Promise<number>): Promise<never> {
  try {
    process.exit(await main());
  } catch (error) {
    console.error(error instanceof StackError ? error.message : error);
    process.exit(1);
  }
}
