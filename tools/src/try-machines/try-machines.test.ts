import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { systemDataFolder } from '../stack/postgres-host.ts';
import { runEach } from '../stack/run-each.ts';
import { eventually, temporaryFolder } from '../testing.ts';
import { machineNode, makeBarePath } from './bare-path.ts';
import { endProcessesOf, processesOf } from './leftovers.ts';
import { removeSystemData } from './system-data.ts';

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

it('no process of a case is left when its end was awaited, and no other one was touched', async () => {
  const folder = await temporaryFolder();
  const stays = ['-e', 'setInterval(() => {}, 1000)'];
  const ofCase = spawn(process.execPath, stays, { cwd: folder, env: {} });
  const stranger = spawn(process.execPath, stays, { env: {} });
  onTestFinished(() => void [ofCase, stranger].map((child) => child.kill('SIGKILL')));
  await eventually('it is seen', async () => (await processesOf(folder)).length === 1);
  await endProcessesOf(folder);
  expect(await processesOf(folder)).toEqual([]);
  expect(stranger.exitCode ?? stranger.signalCode).toBe(null);
});

it('a clean-up step that fails does not stop those after it, and is told of', async () => {
  const done: string[] = [];
  const fail = (words: string) => () => Promise.reject(new Error(words));
  const steps = [fail('no user'), () => done.push('second'), fail('no folder'), () => done.push('fourth')];
  await expect(runEach(steps)).rejects.toThrow('no user\nno folder');
  expect(done).toEqual(['second', 'fourth']);
});

it.runIf(process.getuid?.() === 0)("another clone's data in /var/lib stays when a case's goes", async () => {
  const [clone, other] = [await temporaryFolder(), await temporaryFolder()];
  const [own, strange] = [clone, other].map((folder) => systemDataFolder(path.join(folder, '.data')));
  onTestFinished(() => removeSystemData(other));
  for (const folder of [own, strange]) await mkdir(path.join(folder ?? '', 'postgres'), { recursive: true });
  await removeSystemData(clone);
  await expect(readdir(own ?? '')).rejects.toThrow('ENOENT');
  expect(await readdir(strange ?? '')).toEqual(['postgres']);
});
