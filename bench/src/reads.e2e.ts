import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { KIND_NAMES, KINDS } from './reads/kinds.ts';
import type { Results } from './reads/measure.ts';

const PROGRAM = path.join(import.meta.dirname, 'reads.ts');
const PAGE = path.join(import.meta.dirname, '../../docs/performance.md');

it('bench:reads measures all kinds on a shop of its own, bare servers give the same bytes, and the page has what it saw', async ({
  signal,
}) => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'holdfast-bench-'));
  try {
    const page = path.join(dataDir, 'performance.md');
    await writeFile(page, await readFile(PAGE));
    const args = [PROGRAM, '--smallest', '--markdown', page];
    const env = { ...process.env, DATA_DIR: dataDir };
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env,
      signal,
      killSignal: 'SIGINT',
    });
    const [file = ''] = await readdir(path.join(dataDir, 'bench'));
    const { kinds } = JSON.parse(await readFile(path.join(dataDir, 'bench', file), 'utf8')) as Results;
    const missing = KIND_NAMES.filter((name) => !kinds[name]);
    expect(missing.every((name) => stdout.includes(`"${KINDS[name].title}" was not measured`))).toBe(true);
    const bytes = (name: (typeof KIND_NAMES)[number]) => kinds[name]?.map((round) => round.bytes);
    expect(bytes('bareProduct')).toEqual(bytes('product'));
    expect(bytes('bareList')).toEqual(bytes('list'));
    expect(bytes('bareBrotliList')).toEqual(bytes('brotliList'));
    expect(bytes('brotliList')?.[0]).toBeLessThan(bytes('list')?.[0] ?? 0);
    expect(await readFile(page, 'utf8')).toContain('Rounds: 1, with 0.2 s of each kind');
  } finally {
    await rm(dataDir, { recursive: true });
  }
}, 300_000);
