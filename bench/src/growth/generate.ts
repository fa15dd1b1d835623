import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { endsWithUs } from '@holdfast/e2e/served';
import type { BenchShop } from '../common/with-shop.ts';

const REPOSITORY = path.join(import.meta.dirname, '../../..');
const COMMAND = 'catalog:generate';

/** @throws Error when this checkout has no command that makes products */
export async function requireGenerator(): Promise<void> {
  const text = await readFile(path.join(REPOSITORY, 'package.json'), 'utf8');
  const { scripts } = JSON.parse(text) as { scripts: Record<string, string> };
  if (!scripts[COMMAND])
    throw new Error(`A shop grows by npm run ${COMMAND}, which is not in this package.json.`);
}

/** Fills the shop up to so many generated products, and gives the seconds that it took. */
export async function generateUpTo({ env }: BenchShop, products: number): Promise<number> {
  const begun = performance.now();
  const child = spawn('npm', ['run', '--silent', COMMAND, '--', String(products)], {
    cwd: REPOSITORY,
    env: { ...process.env, DATA_DIR: env.DATA_DIR },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = endsWithUs(child);
  const [code] = await once(child, 'exit');
  await stop();
  if (code !== 0) throw new Error(`npm run ${COMMAND} -- ${products} ended with ${code}.`);
  return (performance.now() - begun) / 1_000;
}
