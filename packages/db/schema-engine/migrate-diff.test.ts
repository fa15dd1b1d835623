import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTestProject, type TestProject } from './test-project.ts';

const MODEL = 'model Book {\n  id Int @id\n  title String\n}\n';
const CREATE_BOOK = `CREATE TABLE "Book" ("id" INTEGER PRIMARY KEY, "title" TEXT NOT NULL);`;

const adminUrl = inject('stack').adminUrl;

describe('migrate diff', { timeout: 60_000 }, () => {
  let project: TestProject;

  beforeAll(async () => {
    project = await openTestProject(adminUrl, { mayCreateDatabases: false });
    await project.writeModels(MODEL);
    await project.writeMigration('1_books', CREATE_BOOK);
    await project.query(`${CREATE_BOOK} INSERT INTO "Book" VALUES (1, 'kept')`);
  });
  afterAll(() => project.close());

  it('prints the SQL from the database to the schema, with exit code 2', async () => {
    await project.query('ALTER TABLE "Book" ADD COLUMN stray integer');
    const diff = await project.prisma(
      'migrate diff --from-config-datasource --to-schema prisma/schema --script --exit-code',
    );
    expect(diff).toMatchObject({ exitCode: 2, output: expect.stringContaining('DROP COLUMN "stray"') });
  });

  const FROM_MIGRATIONS =
    'migrate diff --from-migrations prisma/migrations --to-schema prisma/schema --script';

  it('uses the shadow database that is provided, for a role that may not create one', async () => {
    const shadow = await openTestProject(adminUrl, { mayCreateDatabases: false });
    try {
      await shadow.query('CREATE TABLE left_from_before ()');
      const diff = await project.prisma(FROM_MIGRATIONS, { SHADOW_DATABASE_URL: shadow.databaseUrl });
      expect(diff).toMatchObject({ exitCode: 0, output: expect.stringContaining('empty migration') });
      expect(await shadow.query(`SELECT to_regclass('left_from_before') AS left`)).toEqual([{ left: null }]);
    } finally {
      await shadow.close();
    }
  });

  it('refuses the real database as the shadow, however it is addressed, and leaves its rows', async () => {
    const other = project.databaseUrl.replace('127.0.0.1', 'localhost');
    const diff = await project.prisma(FROM_MIGRATIONS, { SHADOW_DATABASE_URL: other });
    expect(diff).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('shadow database is the real'),
    });
    expect(await project.query('SELECT title FROM "Book"')).toEqual([{ title: 'kept' }]);
  });
});
