import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { REPOSITORY } from '../stack/repository.ts';
import { temporaryFolder } from '../testing.ts';

/** What lint says of one file with one import, under the repository's own rules. */
async function lint(file: string, source: string): Promise<string> {
  const root = await temporaryFolder();
  copyFileSync(path.join(REPOSITORY, '.oxlintrc.json'), path.join(root, '.oxlintrc.json'));
  mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(root, file), source);
  const oxlint = path.join(REPOSITORY, 'node_modules/.bin/oxlint');
  const run = promisify(execFile)(oxlint, ['--deny-warnings', '-A', 'all', file], { cwd: root });
  return run.then(
    ({ stdout }) => stdout,
    ({ stdout }) => stdout,
  );
}

const use = (from: string) => `import { x } from '${from}';\nexport const y = x;\n`;

it.each([
  ['packages/shared/src/a.ts', use('@holdfast/db/prisma')],
  ['packages/shared/src/a.ts', use('node:fs')],
  ['packages/db/src/a.ts', use('@holdfast/commerce/deps')],
  ['packages/commerce/src/a.ts', use('@holdfast/api/router')],
  ['packages/commerce/src/a.ts', use('@holdfast/worker')],
  ['apps/api/src/a.ts', use('@holdfast/worker/handlers')],
  ['apps/worker/src/a.ts', use('@holdfast/api/router')],
  ['tools/src/a.ts', use('@holdfast/api/router')],
  ['tools/src/checker/a.ts', use('@holdfast/shared/money')],
  ['tools/src/checker/a.ts', use('../stack/ports.ts')],
  ['tools/src/checker/promises/a.ts', use('../../stack/ports.ts')],
  ['apps/web/src/a.ts', use('@holdfast/commerce/deps')],
  ['apps/web/src/a.ts', use('@holdfast/api/router')],
  ['e2e/src/a.ts', use('@holdfast/db/prisma')],
  ['apps/api/src/a.ts', use('../../../packages/commerce/src/deps.ts')],
])('%s may not contain: %s', async (file, source) => {
  expect(await lint(file, source)).toContain('no-restricted-imports');
});

it.each([
  ['packages/shared/src/a.ts', use('zod')],
  ['packages/db/src/a.ts', use('@holdfast/shared/money')],
  ['packages/commerce/src/a.ts', use('@holdfast/db/prisma')],
  ['tools/src/checker/promises/a.ts', use('../history.ts')],
  ['apps/api/src/a.ts', use('@holdfast/commerce/deps')],
  [
    'apps/web/src/a.ts',
    "import type { AppRouter } from '@holdfast/api/router';\nexport type R = AppRouter;\n",
  ],
])('%s may contain: %s', async (file, source) => {
  expect(await lint(file, source)).not.toContain('no-restricted-imports');
});
