import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openTestProject, type TestProject } from './test-project.ts';

let project: TestProject;

beforeAll(async () => {
  project = await openTestProject(inject('stack').adminUrl, { mayCreateDatabases: true });
});
afterAll(() => project.close());

/** Each of them starts Prisma's command, several at once. */
const PATIENCE = { timeout: 120_000 };
const DIFF = 'migrate diff --from-config-datasource --to-empty';

it.concurrent.for([
  { code: 'P1000', cause: 'a wrong password', command: 'migrate deploy', change: { password: 'wrong' } },
  {
    code: 'P1001',
    cause: 'a missing host',
    command: 'migrate status',
    change: { hostname: 'missing.invalid' },
  },
  { code: 'P1001', cause: 'a port where nobody listens', command: DIFF, change: { host: 'localhost:9' } },
  {
    code: 'P1001',
    cause: 'TLS that is not offered',
    command: 'migrate deploy',
    change: { search: 'sslmode=require' },
  },
  { code: 'P1003', cause: 'a database that is not there', command: DIFF, change: {} },
])('$command says $code for $cause', PATIENCE, async ({ code, command, change }) => {
  const url = new URL(project.databaseUrl);
  Object.assign(url, change);
  const { exitCode, output } = await project.prisma(command, { DATABASE_URL: url.href });
  expect({ exitCode, codes: output.match(/P\d{4}/g) }).toEqual({ exitCode: 1, codes: [code] });
});

it('a URL of another schema than public is refused, and nothing is created for it', PATIENCE, async () => {
  const url = `${project.databaseUrl}?schema=other`;
  const { exitCode, output } = await project.prisma('migrate deploy', { DATABASE_URL: url });
  expect({ exitCode, output }).toMatchObject({ exitCode: 1, output: expect.stringContaining('`other`') });
  await expect(project.query('SELECT 1')).rejects.toThrow('does not exist');
});
