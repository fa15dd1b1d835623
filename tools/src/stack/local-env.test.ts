import { stat } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { localEnvFile, readLocalEnv, writeLocalEnv } from './local-env.ts';
import { makePlan } from './plan.ts';
import { readSettings } from './settings.ts';

async function planFor(dataDir: string, env: NodeJS.ProcessEnv = {}) {
  const plan = await makePlan(readSettings({ ...env, DATA_DIR: dataDir }), env, await readLocalEnv(dataDir));
  await writeLocalEnv(dataDir, plan.values);
  return plan;
}

it('is readable by its owner alone, also when it was not before', async () => {
  const dataDir = await temporaryFolder();
  await planFor(dataDir);
  expect((await stat(localEnvFile(dataDir))).mode & 0o777).toBe(0o600);
});

it('keeps credentials from start to start', async () => {
  const dataDir = await temporaryFolder();
  const first = await planFor(dataDir);
  const second = await planFor(dataDir);
  for (const name of ['APP_SECRET', 'OPERATOR_PASSWORD', 'POSTGRES_PASSWORD', 'REDIS_PASSWORD']) {
    expect(second.values[name], name).toBe(first.values[name]);
  }
  expect(first).toMatchObject({ operatorPasswordIsNew: true, secretsAreNew: true });
  expect(second).toMatchObject({ operatorPasswordIsNew: false, secretsAreNew: false });
});

it('gives servers of the environment instead of embedded ones, and remembers the embedded ones still', async () => {
  const dataDir = await temporaryFolder();
  const embedded = await planFor(dataDir);
  const given = await planFor(dataDir, {
    DATABASE_URL: 'postgresql://a:b@db/shop',
    REDIS_URL: 'redis://queue',
  });
  expect(given.values).toMatchObject({
    DATABASE_URL: 'postgresql://a:b@db/shop',
    DATABASE_REPLICA_URLS: '',
    REDIS_URL: 'redis://queue',
    CACHE_REDIS_URL: 'redis://queue',
    POSTGRES_PASSWORD: embedded.values.POSTGRES_PASSWORD,
  });
});

it('gives back values with spaces and quotes-worthy characters', async () => {
  const dataDir = await temporaryFolder();
  const values = { A: 'two words', B: 'x=1&y=#2', C: '' };
  await writeLocalEnv(dataDir, values);
  expect(await readLocalEnv(dataDir)).toEqual(values);
});
