import { importShopifyCsv } from '@holdfast/commerce/catalog/import/import-shopify-csv';
import { createDeps } from '@holdfast/commerce/deps';
import { DomainError } from '@holdfast/shared/errors';
import { describeIssues, describeReport } from './catalog-import/describe-report.ts';
import { type ImportArguments, readArguments, USAGE } from './catalog-import/read-arguments.ts';
import { showProgress } from './catalog-import/show-progress.ts';
import { readLocalEnv } from './stack/local-env.ts';
import { dataDirOf } from './stack/settings.ts';
import { StackError } from './stack/stack-error.ts';

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;
const INTERRUPTED = 130;

type CommandDeps = Awaited<ReturnType<typeof createDeps>>;

/** Addresses come from the environment, and what it does not name from the stack that runs here. */
async function connect(env: NodeJS.ProcessEnv): Promise<CommandDeps> {
  const local = await readLocalEnv(dataDirOf(env));
  const databaseUrl = env.DATABASE_URL || local.DATABASE_URL;
  const cacheRedisUrl = env.CACHE_REDIS_URL || local.CACHE_REDIS_URL;
  if (!databaseUrl) throw new StackError('Holdfast is not running: start it with npm start');
  if (!cacheRedisUrl) throw new StackError('CACHE_REDIS_URL is missing: name it beside DATABASE_URL.');
  try {
    return await createDeps({
      instance: 'catalog-import',
      logLevel: env.LOG_LEVEL || 'warn',
      databaseUrl,
      replicaUrls: [],
      cacheRedisUrl,
      databasePool: 5,
      appSecret: env.APP_SECRET || local.APP_SECRET || '',
    });
  } catch (error) {
    throw new StackError('Holdfast is not running: start it with npm start', { cause: error });
  }
}

/** The first Ctrl-C ends the import between two products, a second one at once. */
function listenForStop(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(INTERRUPTED);
      stop.abort();
    });
  }
  return stop.signal;
}

async function runImport(deps: CommandDeps, request: ImportArguments): Promise<number> {
  const progress = showProgress(process.stdout);
  try {
    const signal = listenForStop();
    const report = await importShopifyCsv(deps, {
      ...request,
      signal,
      onProgress: (state) => progress.update(state),
    });
    progress.end();
    if (report.issueCount > 0) console.error(describeIssues(report));
    console.log(describeReport(report));
    if (report.status === 'stopped') return INTERRUPTED;
    return report.issueCount > 0 ? FAILED : DONE;
  } finally {
    progress.end();
  }
}

async function main(): Promise<number> {
  const request = readArguments(process.argv.slice(2), process.env);
  if (!request) {
    console.error(USAGE);
    return WRONG_USAGE;
  }
  const deps = await connect(process.env);
  try {
    return await runImport(deps, request);
  } finally {
    await deps.close();
  }
}

try {
  // By exit: what could not be connected goes on trying, and would keep us.
  process.exit(await main());
} catch (error) {
  const isExplained = error instanceof StackError || error instanceof DomainError;
  console.error(isExplained ? error.message : error);
  if (!isExplained) console.error('The import broke off. Each product is whole; run it again to go on.');
  process.exit(FAILED);
}
