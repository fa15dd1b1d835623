import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { Results } from './orders/measure.ts';

const PROGRAM = path.join(import.meta.dirname, 'orders.ts');
const PAGE = path.join(import.meta.dirname, '../../docs/performance.md');

it('bench:orders measures all kinds on a shop of its own, and puts what it saw into the page', async ({
  signal,
}) => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'holdfast-bench-'));
  try {
    const page = path.join(dataDir, 'performance.md');
    await writeFile(page, await readFile(PAGE));
    const args = [PROGRAM, '--smallest', '--markdown', page];
    const env = { ...process.env, DATA_DIR: dataDir };
    await promisify(execFile)(process.execPath, args, { env, signal, killSignal: 'SIGINT' });
    const [file = ''] = await readdir(path.join(dataDir, 'bench'));
    const results = JSON.parse(await readFile(path.join(dataDir, 'bench', file), 'utf8')) as Results;
    expect(
      results.checkouts.map(({ kind, rounds }) => [kind.items, kind.concurrency, rounds.length]),
    ).toEqual([
      ['many', 16, 1],
      ['one', 16, 1],
      ['many', 64, 1],
      ['one', 64, 1],
    ]);
    expect(results.rush).toMatchObject([{ placed: 2, refused: 8 }]);
    expect(results.sent.map(({ sql, redis }) => sql > 1 && redis > 1)).toEqual([true, true, true]);
    expect(await readFile(page, 'utf8')).toContain('Rounds: 1, with 16 orders of each kind');
  } finally {
    await rm(dataDir, { recursive: true });
  }
}, 300_000);
