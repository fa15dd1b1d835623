import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findRunning } from './with-shop.ts';

/** The data folder of a shop whose lock is held by this process, with the moment of its start or another. */
async function dataDirHeldSince(moment: string | undefined): Promise<string> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'holdfast-bench-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  await writeFile(path.join(dataDir, 'stack.lock'), JSON.stringify({ pid: process.pid, moment }));
  await writeFile(path.join(dataDir, 'local.env'), 'API_URL=http://127.0.0.1:4000\n');
  await writeFile(path.join(dataDir, 'processes.json'), JSON.stringify({ 'api-1': process.pid }));
  return dataDir;
}

it('a shop runs while the process lives that has its lock', async () => {
  const stat = await readFile('/proc/self/stat', 'latin1');
  const shop = findRunning(await dataDirHeldSince(stat.split(') ').at(-1)?.split(' ')[19]));
  expect(shop?.apiUrl).toBe('http://127.0.0.1:4000');
  expect(shop?.pids()).toEqual({ 'api-1': process.pid });
});

it('another process that has its pid now is no shop, and neither are the notes of one that has ended', async () => {
  const dataDir = await dataDirHeldSince('1');
  expect(findRunning(dataDir)).toBe(undefined);
  await rm(path.join(dataDir, 'stack.lock'));
  expect(findRunning(dataDir)).toBe(undefined);
});
