import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { REPOSITORY } from '../stack/repository.ts';
import { readCompose } from './read-compose.ts';

/** Runs deploy/update.sh with a `docker` that writes its calls down, and fails at the one that ends with `failsAt`. */
function update(failsAt: string) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-update-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const bin = path.join(folder, 'bin');
  const callsFile = path.join(folder, 'calls');
  mkdirSync(bin);
  const docker = `#!/bin/sh\necho "$*" >> '${callsFile}'\ncase $* in *' ${failsAt}') exit 1 ;; esac\n`;
  writeFileSync(path.join(bin, 'docker'), docker, { mode: 0o755 });
  const { status, stderr } = spawnSync('sh', [path.join(REPOSITORY, 'deploy/update.sh')], {
    env: { PATH: `${bin}:${process.env.PATH}` },
    encoding: 'utf8',
  });
  const calls = readFileSync(callsFile, 'utf8').trim().split('\n');
  return { status, stderr, started: calls.filter((call) => call.includes(' up ')), calls };
}

const lastWord = (call: string) => call.split(' ').at(-1);

it('builds, applies the migrations, then replaces each process of ours, one after the other', async () => {
  const { status, started, calls } = update('nothing');
  expect(status).toBe(0);
  expect(calls.slice(0, 2)).toEqual(['compose build', 'compose run --rm --no-deps migrate']);
  expect(calls.slice(2)).toEqual(started);
  const { services } = await readCompose();
  const ours = Object.keys(services).filter((name) => services[name]?.image.startsWith('holdfast/'));
  expect(started.map(lastWord)).toEqual(ours.filter((name) => name !== 'migrate'));
  for (const call of started) expect(call).toMatch(/ --no-deps --wait /);
});

it('leaves everything as it was after the first process that does not become healthy, and says so', () => {
  const { status, stderr, started } = update('api-1');
  expect(status).not.toBe(0);
  expect(started.map(lastWord)).toEqual(['payment-provider', 'api-1']);
  expect(stderr).toMatch(/api-1 did not become healthy[^]*logs --tail=50 api-1[^]*sh deploy\/update\.sh/);
});

it.each(['build', 'migrate'])('replaces nothing when %s fails, and says so', (step) => {
  const { status, stderr, started } = update(step);
  expect(status).not.toBe(0);
  expect(started).toEqual([]);
  expect(stderr).toContain('What ran goes on');
});
