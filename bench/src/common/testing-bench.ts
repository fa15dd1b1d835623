import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const PAGE = path.join(import.meta.dirname, '../../../docs/performance.md');

/** What a bench has left behind: its results, the page with its figures, and what it said. */
export type SmallestRun<R> = { results: R; page: string; stdout: string };

/** Runs a bench of this folder at its smallest, with a folder for its data that is gone afterwards. */
export async function runSmallest<R>(program: string, signal: AbortSignal): Promise<SmallestRun<R>> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'holdfast-bench-'));
  try {
    const page = path.join(dataDir, 'performance.md');
    await writeFile(page, await readFile(PAGE));
    const args = [path.join(import.meta.dirname, '..', program), '--smallest', '--markdown', page];
    const env = { ...process.env, DATA_DIR: dataDir };
    const options = { env, signal, killSignal: 'SIGINT' } as const;
    const { stdout } = await promisify(execFile)(process.execPath, args, options);
    const [file = ''] = await readdir(path.join(dataDir, 'bench'));
    const results = JSON.parse(await readFile(path.join(dataDir, 'bench', file), 'utf8')) as R;
    return { results, page: await readFile(page, 'utf8'), stdout };
  } finally {
    await rm(dataDir, { recursive: true });
  }
}
