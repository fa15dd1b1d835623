import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { REPOSITORY } from '../stack/repository.ts';

const SERVERS = ['DATABASE_URL', 'DATABASE_REPLICA_URLS', 'REDIS_URL', 'CACHE_REDIS_URL'];

it('a test run knows none of the servers that the environment names', async () => {
  const code = `await import('./vitest.config.ts');
    console.log(JSON.stringify(${JSON.stringify(SERVERS)}.map((name) => process.env[name] ?? 'unknown')))`;
  const env = { ...process.env, ...Object.fromEntries(SERVERS.map((name) => [name, `${name} of somebody`])) };
  const args = ['--input-type=module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: REPOSITORY, env });
  expect(JSON.parse(stdout)).toEqual(SERVERS.map(() => 'unknown'));
});
