import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { KIND_NAMES } from './growth/kinds.ts';
import type { Results } from './growth/measure.ts';

const PROGRAM = path.join(import.meta.dirname, 'growth.ts');
const PAGE = path.join(import.meta.dirname, '../../docs/performance.md');

it.runIf('catalog:generate' in manifest.scripts)(
  'bench:growth measures all kinds at each size of a shop that grows, and the page has what it saw',
  async ({ signal }) => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'holdfast-bench-'));
    try {
      const page = path.join(dataDir, 'performance.md');
      await writeFile(page, await readFile(PAGE));
      const args = [PROGRAM, '--smallest', '--markdown', page];
      const env = { ...process.env, DATA_DIR: dataDir };
      await promisify(execFile)(process.execPath, args, { env, signal, killSignal: 'SIGINT' });
      const [file = ''] = await readdir(path.join(dataDir, 'bench'));
      const results = JSON.parse(await readFile(path.join(dataDir, 'bench', file), 'utf8')) as Results;
      expect(results.atSizes.map(({ kinds }) => Object.keys(kinds))).toEqual([KIND_NAMES, KIND_NAMES]);
      const [small, large] = results.atSizes.map(({ stored }) => stored.products);
      expect((large ?? 0) - (small ?? 0)).toBe(20);
      expect(await readFile(page, 'utf8')).toContain('20 searches, the same at each size');
    } finally {
      await rm(dataDir, { recursive: true });
    }
  },
  300_000,
);
