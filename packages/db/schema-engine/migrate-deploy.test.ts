import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTestProject, type TestProject } from './test-project.ts';

const MODEL = 'model Book {\n  id Int @id\n  title String\n  @@index([title], map: "book_title")\n}\n';
const CREATE_BOOK = `CREATE TABLE "Book" ("id" INTEGER PRIMARY KEY, "title" TEXT NOT NULL);`;
const FINISHED = `SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY started_at`;

const adminUrl = inject('stack').adminUrl;

describe('migrate deploy', { timeout: 60_000 }, () => {
  let project: TestProject;

  beforeAll(async () => {
    project = await openTestProject(adminUrl, { mayCreateDatabases: false });
    // PostgreSQL would send unqualified names to a schema of the role's name.
    await project.query('CREATE SCHEMA AUTHORIZATION CURRENT_USER');
    await project.writeModels(MODEL);
    await project.writeMigration('1_books', `${CREATE_BOOK} SELECT pg_sleep(1);`);
    await project.writeMigration('2_index', 'CREATE INDEX CONCURRENTLY book_title ON "Book" (title);');
  });
  afterAll(() => project.close());

  it('status names the migrations that are not applied, with exit code 1', async () => {
    const status = await project.prisma('migrate status');
    expect(status).toMatchObject({ exitCode: 1, output: expect.stringMatching(/1_books\s+2_index/) });
  });

  it('three at once apply each migration once, one that cannot run in a transaction among them', async () => {
    const deploys = await Promise.all([1, 2, 3].map(() => project.prisma('migrate deploy')));
    expect(deploys.map((deploy) => deploy.exitCode)).toEqual([0, 0, 0]);
    const rows = await project.query(FINISHED);
    expect(rows.map((row) => row.migration_name)).toEqual(['1_books', '2_index']);
  });

  it('status and diff agree afterwards that nothing is missing', async () => {
    const [status, diff] = await Promise.all([
      project.prisma('migrate status'),
      project.prisma('migrate diff --from-config-datasource --to-schema prisma/schema --exit-code'),
    ]);
    expect(status).toMatchObject({ exitCode: 0, output: expect.stringContaining('up to date') });
    expect(diff).toMatchObject({ exitCode: 0, output: expect.stringContaining('No difference detected') });
  });

  it('a failing migration is undone, recorded, and refuses the next deploy with P3009 until it is resolved', async () => {
    await project.writeMigration('3_more', 'BEGIN; CREATE TABLE half (id integer); SELECT 1 / 0; COMMIT;');
    const failed = await project.prisma('migrate deploy');
    expect(failed).toMatchObject({ exitCode: 1, output: expect.stringContaining('3_more') });
    expect(failed.output).toContain('division by zero');
    expect(await project.query(`SELECT to_regclass('public.half') AS half`)).toEqual([{ half: null }]);
    const [record] = await project.query(
      `SELECT logs FROM _prisma_migrations WHERE migration_name = '3_more'`,
    );
    expect(record?.logs).toContain('division by zero');
    const refused = await project.prisma('migrate deploy');
    expect(refused).toMatchObject({ exitCode: 1, output: expect.stringContaining('P3009') });

    await project.writeMigration('3_more', 'CREATE TABLE whole (id integer);');
    expect(await project.prisma('migrate resolve --rolled-back 3_more')).toMatchObject({ exitCode: 0 });
    expect(await project.prisma('migrate deploy')).toMatchObject({ exitCode: 0 });
    expect(await project.query(FINISHED)).toHaveLength(3);
  });

  it('reset empties the database and applies all migrations again', async () => {
    await project.query(`INSERT INTO "Book" VALUES (1, 'gone'); CREATE TABLE public.stray ()`);
    expect(await project.prisma('migrate reset --force')).toMatchObject({ exitCode: 0 });
    expect(
      await project.query(`SELECT to_regclass('public.stray') AS stray, count(*)::int AS books FROM "Book"`),
    ).toEqual([{ stray: null, books: 0 }]);
  });
});
