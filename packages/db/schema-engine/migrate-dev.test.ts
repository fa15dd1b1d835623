import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTestProject, type TestProject } from './test-project.ts';

const BOOK = `
model Book {
  id     Int      @id @default(autoincrement())
  title  String
  tags   String[]
  author Author?  @relation(fields: [authorId], references: [id], onDelete: SetNull)
  authorId Int?

  @@index([authorId])
  @@index([tags], type: Gin)
}
model Author {
  id    Int    @id
  books Book[]
}
`;
const WITH_PAGES = BOOK.replace('title  String', 'title  String\n  pages  Int?');

/** What Prisma's schema cannot say; a semicolon within a body must not end it. */
const BY_HAND = `
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'books; are kept';
END;
$$;
CREATE TRIGGER book_kept BEFORE DELETE ON "Book" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE UNIQUE INDEX book_untagged ON "Book" (title) WHERE tags = '{}';
CREATE INDEX book_words ON "Book" USING gin (to_tsvector('english', title));
ALTER TABLE "Book" ADD CONSTRAINT book_titled CHECK (title <> '');
`;

/** Names a migration as Prisma does, so that it comes after those that Prisma wrote. */
function timestamped(name: string): string {
  return `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`;
}

describe('migrate dev', { timeout: 60_000 }, () => {
  let project: TestProject;

  beforeAll(async () => {
    project = await openTestProject(inject('stack').adminUrl, { mayCreateDatabases: true });
  });
  afterAll(() => project.close());

  const migrations = async (): Promise<string[]> => {
    const names = await readdir(path.join(project.folder, 'prisma/migrations'));
    return names.filter((name) => !name.endsWith('.toml')).toSorted();
  };

  it('creates the database, writes a migration and applies it', async () => {
    await project.writeModels(BOOK);
    expect(await project.prisma('migrate dev --name books')).toMatchObject({ exitCode: 0 });
    expect(await migrations()).toEqual([expect.stringMatching(/_books$/)]);
    await project.query(`INSERT INTO "Book" (title) VALUES ('kept')`);
  });

  it('applies a migration written by hand whole: bodies, triggers, partial and GIN indexes, checks', async () => {
    await project.writeMigration(timestamped('by_hand'), BY_HAND);
    const dev = await project.prisma('migrate dev');
    expect(dev).toMatchObject({ exitCode: 0, output: expect.stringContaining('now in sync') });
    expect(await migrations()).toEqual([
      expect.stringMatching(/_books$/),
      expect.stringMatching(/_by_hand$/),
    ]);
    await expect(project.query(`DELETE FROM "Book"`)).rejects.toThrow('books; are kept');
    const indexes = await project.query(
      `SELECT indexname FROM pg_indexes WHERE tablename = 'Book' ORDER BY 1`,
    );
    expect(indexes.map((row) => row.indexname)).toEqual([
      'Book_authorId_idx',
      'Book_pkey',
      'Book_tags_idx',
      'book_untagged',
      'book_words',
    ]);
  });

  it('replays the history in a shadow database: the rows of the real one stay, the shadow is dropped', async () => {
    await project.writeModels(WITH_PAGES);
    expect(await project.prisma('migrate dev --name pages')).toMatchObject({ exitCode: 0 });
    expect(await project.query('SELECT title, pages FROM "Book"')).toEqual([{ title: 'kept', pages: null }]);
    expect(await project.otherDatabases()).toEqual([]);
  });

  it('reports what was changed past the migrations as drift, and changes nothing', async () => {
    await project.query('ALTER TABLE "Book" ADD COLUMN stray integer');
    const dev = await project.prisma('migrate dev');
    expect(dev.exitCode).not.toBe(0);
    expect(dev.output).toMatch(/Drift detected[^]*stray/);
    expect(await project.query('SELECT title, stray FROM "Book"')).toEqual([{ title: 'kept', stray: null }]);
  });

  it('drops the shadow database also when a migration fails in it', async () => {
    await project.writeMigration(timestamped('broken'), 'SELECT 1 / 0;');
    const dev = await project.prisma('migrate dev');
    expect(dev).toMatchObject({ exitCode: 1, output: expect.stringContaining('P3006') });
    expect(dev.output).toContain('division by zero');
    expect(await project.otherDatabases()).toEqual([]);
  });
});
