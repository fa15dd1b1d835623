import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { redisCommandFor } from './how-to-install.ts';
import { findRedisBinary, redisFetchLog } from './redis-binary.ts';
import { REDIS_CACHE_FOLDER } from './repository.ts';

it.each([
  ['ID=debian', 'apt-get install -y redis-server'],
  ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"', 'apt-get install -y redis-server'],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"', 'dnf install -y valkey'],
  ['ID=manjaro\nID_LIKE=arch', 'pacman -S valkey'],
  ['ID=alpine', 'apk add redis'],
  ['ID="opensuse-leap"\nID_LIKE="suse opensuse"', 'zypper install redis'],
  ['ID=plan9', undefined],
])('%j is told its own way to Redis', (release, command) => {
  expect(redisCommandFor(release)).toBe(command);
});

it('a server of 6.2 or newer is found, with its version', async () => {
  expect((await findRedisBinary(REDIS_CACHE_FOLDER)).version).toMatch(/^([6-9]|\d\d)\.\d+\.\d+$/);
});

it('where there is no way to Redis start says one sentence, and keeps the noise of the try in a log', async () => {
  const folder = await temporaryFolder();
  const [bin, cache] = [path.join(folder, 'bin'), path.join(folder, 'cache/redis')];
  await mkdir(bin);
  const script = `
    import { findRedisBinary } from ${JSON.stringify(path.join(import.meta.dirname, 'redis-binary.ts'))};
    await findRedisBinary(${JSON.stringify(cache)}).catch((error) => console.log(error.message));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { env: { PATH: bin } });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  await once(child, 'close');
  expect(said.trim().split('\n')).toEqual([expect.stringMatching(/^There is no Redis here.*type "\S.*"/)]);
  expect(await readFile(redisFetchLog(cache), 'utf8')).toMatch(/apt/);
});
