import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { eventually, temporaryFolder } from '../testing.ts';
import { machineNode, makeBarePath } from './bare-path.ts';
import { processesOf } from './leftovers.ts';

it('a bare PATH has what every machine has, the Node it is told, and nothing that Holdfast could lean on', async () => {
  const folder = path.join(await temporaryFolder(), 'bin');
  await makeBarePath(folder, { node: process.execPath, lacks: ['unshare'] });
  const names = await readdir(folder);
  expect(names).toEqual(expect.arrayContaining(['sh', 'env', 'npm', 'ls']));
  expect(
    names.filter((name) => /^(redis|postgres|psql|chromium|pnpm|docker|nginx|sudo|unshare)/.test(name)),
  ).toEqual([]);
  expect(await readlink(path.join(folder, 'node'))).toBe(process.execPath);
});

it("the machine's own Node is never the one that we brought along", async () => {
  expect(await machineNode()).not.toContain('node_modules');
});

it('a process of a case is seen by its folder, in its environment or where it works, until it is gone', async () => {
  const folder = await temporaryFolder();
  const stays = ['-e', 'setInterval(() => {}, 1000)'];
  const byEnvironment = spawn(process.execPath, stays, { env: { HOME: `${folder}/home` } });
  const byPlace = spawn(process.execPath, stays, { cwd: folder, env: {} });
  onTestFinished(() => void [byEnvironment, byPlace].map((child) => child.kill('SIGKILL')));
  const seen = async () => (await processesOf(folder)).map(({ pid }) => pid);
  await eventually('both are seen', async () => (await seen()).length === 2);
  expect(await seen()).toEqual(expect.arrayContaining([byEnvironment.pid, byPlace.pid]));
  byPlace.kill('SIGKILL');
  await once(byPlace, 'exit');
  expect(await seen()).toEqual([byEnvironment.pid]);
});
