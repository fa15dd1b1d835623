import { importShopifyCsv } from '@holdfast/commerce/catalog/import/import-shopify-csv';
import { DomainError } from '@holdfast/shared/errors';
import { describeIssues, describeReport } from './catalog-import/describe-report.ts';
import { type ImportArguments, readArguments, USAGE } from './catalog-import/read-arguments.ts';
import { showProgress } from './catalog-import/show-progress.ts';
import { type CommandDeps, connectCommand, listenForStop } from './command-deps.ts';
import { StackError } from './stack/stack-error.ts';

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;
const INTERRUPTED = 130;

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
  const deps = await connectCommand('catalog-import', process.env);
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
