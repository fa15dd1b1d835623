import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, inject, it, onTestFinished } from 'vitest';
import { takeLock } from '../stack/lock.ts';
import { findFreePort } from '../stack/ports.ts';
import { redisFetchLog } from '../stack/redis-binary.ts';
import { REPOSITORY } from '../stack/repository.ts';
import { temporaryFolder } from '../testing.ts';

type Told = { code: number; text: string };

async function run(args: string[], env: NodeJS.ProcessEnv): Promise<Told> {
  const child = spawn(process.execPath, args, { env });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  child.stderr.on('data', (chunk) => (text += chunk));
  const [code] = await once(child, 'close');
  return { code, text };
}

/** Ports and a data folder that nobody has. */
async function freePlace(): Promise<Record<string, string>> {
  const port = async () => String(await findFreePort());
  return {
    DATA_DIR: await temporaryFolder(),
    WEB_PORT: await port(),
    API_PORT: await port(),
    METRICS_PORT: await port(),
  };
}

async function askDoctor(env: Record<string, string>): Promise<Told> {
  const { PATH } = process.env;
  return run([path.join(REPOSITORY, 'tools/src/doctor.ts')], { PATH, ...env });
}

async function listen(port: string | undefined): Promise<void> {
  const server = createServer().listen(Number(port), '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
}

it('a machine that has everything gets one line for each thing and no fault', async () => {
  const { code, text } = await askDoctor(await freePlace());
  expect(text).not.toContain('fault');
  for (const thing of ['Node inside', 'PostgreSQL', 'replica', 'Redis', 'data', 'WEB_PORT', 'build']) {
    expect(text).toMatch(new RegExp(`^  (ok|note) {3,5}${thing} {2}`, 'm'));
  }
  expect(code).toBe(0);
});

it('a port that is taken is a fault, with its holder and what to type', async () => {
  const place = await freePlace();
  await listen(place.API_PORT);
  const { code, text } = await askDoctor(place);
  expect(text).toMatch(
    new RegExp(`fault  API_PORT .*${place.API_PORT} is taken by process ${process.pid} \\(`),
  );
  expect(text).toContain(`type: API_PORT=${Number(place.API_PORT) + 1} npm start`);
  expect(code).toBe(1);
});

it('a port that Holdfast itself holds is none', async () => {
  const place = await freePlace();
  const lock = await takeLock(place.DATA_DIR ?? '');
  onTestFinished(() => lock.release());
  await listen(place.API_PORT);
  const { code, text } = await askDoctor(place);
  expect(text).toMatch(/ok {5}API_PORT .*is taken, by Holdfast itself/);
  expect(text).toContain(`process ${process.pid}`);
  expect(code).toBe(2);
});

it('given servers are named with their versions, and nothing is embedded', async () => {
  const { databaseUrl, replicaUrl, redisQueueUrl } = inject('stack');
  const given = { DATABASE_URL: databaseUrl, DATABASE_REPLICA_URLS: replicaUrl, REDIS_URL: redisQueueUrl };
  const { code, text } = await askDoctor({ ...(await freePlace()), ...given });
  expect(text).toMatch(/ok {5}PostgreSQL +18\.\S+ of DATABASE_URL/);
  expect(text).toMatch(/ok {5}replica +18\.\S+ at 127\.0\.0\.1:/);
  expect(text).toMatch(/ok {5}Redis +\d\S+ of REDIS_URL/);
  expect(text).toMatch(/note {3}Redis +Queues and cache share the Redis/);
  expect(text).not.toContain('from npm, because');
  expect(code).toBe(0);
});

it.each([
  ['DATABASE_URL', 'postgresql://somebody:secret@127.0.0.1:1/shop', 'PostgreSQL'],
  ['REDIS_URL', 'redis://:secret@127.0.0.1:1/0', 'Redis'],
])('a %s that does not answer is a fault, and its password is not shown', async (name, url, thing) => {
  const { code, text } = await askDoctor({ ...(await freePlace()), [name]: url });
  expect(text).toMatch(
    new RegExp(`fault  ${thing} +The \\w+ of ${name} does not answer: connect ECONNREFUSED`),
  );
  expect(text).not.toContain('secret');
  expect(code).toBe(1);
});

it('a setting that is wrong is a fault in words', async () => {
  const { code, text } = await askDoctor({ ...(await freePlace()), API_PORT: 'http' });
  expect(text).toMatch(/fault {2}settings +API_PORT must be a whole number/);
  expect(code).toBe(1);
});

/** What the doctor says of Redis on a machine with this PATH, where none was unpacked. */
async function askAboutRedis(bin: string, cache: string): Promise<string> {
  const module = (name: string) => JSON.stringify(path.join(REPOSITORY, 'tools/src', name));
  const code = `
    import { lookAtRedis } from ${module('doctor/look-at-redis.ts')};
    import { readSettings } from ${module('stack/settings.ts')};
    console.log(JSON.stringify(await lookAtRedis(readSettings({}), ${JSON.stringify(cache)})));`;
  return (await run(['--input-type=module', '--eval', code], { PATH: bin })).text;
}

it('no Redis is a fault where it cannot be fetched, and a note where the next start will', async () => {
  const folder = await temporaryFolder();
  const [bin, cache] = [path.join(folder, 'bin'), path.join(folder, 'redis')];
  await mkdir(bin);
  expect(JSON.parse(await askAboutRedis(bin, cache))).toEqual([
    {
      state: 'fault',
      thing: 'Redis',
      words: expect.stringContaining('no apt-get'),
      type: expect.any(String),
    },
  ]);
  for (const name of ['apt-get', 'apt-cache', 'dpkg', 'dpkg-query'])
    await writeFile(path.join(bin, name), '');
  expect(JSON.parse(await askAboutRedis(bin, cache))).toMatchObject([{ state: 'note' }]);
  await writeFile(redisFetchLog(cache), 'no network');
  expect(JSON.parse(await askAboutRedis(bin, cache))).toMatchObject([
    { state: 'fault', words: expect.stringContaining(redisFetchLog(cache)) },
  ]);
});

it('a clone without packages and without npm is still told all that can be told of the machine', async () => {
  const clone = await temporaryFolder();
  await mkdir(path.join(clone, 'tools'));
  for (const file of ['package.json', 'tools/bootstrap.mjs', 'tools/look-at-machine.mjs']) {
    await cp(path.join(REPOSITORY, file), path.join(clone, file));
  }
  const { code, text } = await run([path.join(clone, 'tools/bootstrap.mjs'), 'doctor'], { PATH: clone });
  expect(text).toMatch(new RegExp(`ok {5}Node +${process.versions.node}`));
  expect(text).toMatch(/fault {2}npm +there is none on PATH/);
  for (const thing of ['system', 'user', 'memory', 'disk', 'folder']) {
    expect(text).toMatch(new RegExp(`^  (ok|note) +${thing} `, 'm'));
  }
  expect(text).toMatch(/fault {2}packages +could not be fetched/);
  expect(code).toBe(1);
});

it('a Node that is too old is told so, and nothing is fetched with it', async () => {
  const clone = await temporaryFolder();
  await mkdir(path.join(clone, 'tools'));
  for (const file of ['tools/bootstrap.mjs', 'tools/look-at-machine.mjs']) {
    await cp(path.join(REPOSITORY, file), path.join(clone, file));
  }
  const asOldNode = `
    import fs from 'node:fs';
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '16.20.2' } });
    delete fs.statfsSync;`;
  const before = ['--import', `data:text/javascript,${encodeURIComponent(asOldNode)}`];
  const { PATH } = process.env;
  const { code, text } = await run([...before, path.join(clone, 'tools/bootstrap.mjs'), 'doctor'], { PATH });
  expect(text).toMatch(/fault {2}Node +16\.20\.2 is too old: install Node 24/);
  expect(text).toContain('npm start will not work before each fault is mended.');
  expect(await readdir(clone)).toEqual(['tools']);
  expect(code).toBe(1);
});
