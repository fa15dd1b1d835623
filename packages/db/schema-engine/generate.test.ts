import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openTestProject, type TestProject } from './test-project.ts';

let project: TestProject;

beforeAll(async () => {
  project = await openTestProject(inject('stack').adminUrl, { mayCreateDatabases: true });
});
afterAll(() => project.close());

it('generate needs neither a database nor the network, and Node loads what it writes', async () => {
  await project.writeModels('model Book {\n  id Int @id\n  title String\n}\n');
  const generated = await project.prisma('generate', { DATABASE_URL: undefined });
  expect(generated).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining('Generated Prisma Client'),
  });
  const script = `const { Prisma } = await import('./generated/client.ts'); console.log(Prisma.ModelName.Book)`;
  const loaded = await promisify(execFile)(process.execPath, ['--eval', script], { cwd: project.folder });
  expect(loaded.stdout).toBe('Book\n');
});

it('the version that Prisma shows is the WebAssembly engine', async () => {
  const { output } = await project.prisma('--version', { DATABASE_URL: undefined });
  expect(output).toMatch(/Schema Engine\s+: schema-engine-wasm [0-9a-f]{40}/);
});
