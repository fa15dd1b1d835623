import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { parseStat, partOf, sumTree, treeCpuMs } from './cpu-time.ts';

it('the times of a process are found behind any name', () => {
  const stat =
    '4711 (postgres: a) R (b) S 42 4711 4711 0 -1 4194560 1 2 3 4 11 22 33 44 20 0 1 0 900 1000 200 18446744073709551615';
  expect(parseStat(stat)).toEqual({ parent: 42, cpuMs: 1_100 });
});

it('a part is its process and all below it, and nobody else', () => {
  const processes = new Map([
    [1, { parent: 0, cpuMs: 1_000 }],
    [2, { parent: 1, cpuMs: 10 }],
    [3, { parent: 2, cpuMs: 20 }],
    [4, { parent: 3, cpuMs: 40 }],
    [5, { parent: 1, cpuMs: 80 }],
  ]);
  expect(sumTree(processes, 2)).toBe(70);
  expect(sumTree(processes, 6)).toBe(0);
});

it('what a child has taken is still counted when the child has ended', async () => {
  const before = await treeCpuMs(process.pid);
  const work =
    'for (let cpu = { user: 0, system: 0 }; cpu.user + cpu.system < 200_000; ) cpu = process.cpuUsage();';
  expect(spawnSync(process.execPath, ['--eval', work]).status).toBe(0);
  expect(await treeCpuMs(process.pid)).toBeGreaterThanOrEqual(before + 200);
});

it('processes of one kind are one part', () => {
  const names = [
    'api-1',
    'api-12',
    'replica-1',
    'redis-queue',
    'redis-cache',
    'postgres',
    'payment-provider',
  ];
  expect(names.map(partOf)).toEqual([
    'api',
    'api',
    'replica',
    'redis',
    'redis',
    'postgres',
    'payment-provider',
  ]);
});
