import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';

const FOLDER = path.join(import.meta.dirname, '../prisma/migrations');
const INDEX = /CREATE (?:UNIQUE )?INDEX (CONCURRENTLY )?"\w+" ON "(\w+)"/g;

/** From here on; those before were written while no shop was running. */
const FIRST = '20261126';

/** The statements of each, without comments. */
async function readScripts(): Promise<{ name: string; statements: string }[]> {
  const folders = await readdir(FOLDER, { withFileTypes: true });
  const names = folders.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names
      .filter((name) => name >= FIRST)
      .map(async (name) => {
        const text = await readFile(path.join(FOLDER, name, 'migration.sql'), 'utf8');
        return { name, statements: text.replaceAll(/^--.*$/gm, '').trim() };
      }),
  );
}

const isNew = (table: string, statements: string) => statements.includes(`CREATE TABLE "${table}"`);

it('no table that is in use is locked while an index of it is built or dropped', async () => {
  const scripts = await readScripts();
  expect(scripts.length).toBeGreaterThan(5);
  for (const { name, statements } of scripts) {
    const onUsed = [...statements.matchAll(INDEX)].filter(([, , table = '']) => !isNew(table, statements));
    expect(onUsed.filter(([, concurrently]) => !concurrently).map(String), name).toEqual([]);
    // In a script of several statements it would be in a transaction, where PostgreSQL refuses it.
    if (onUsed.length > 0) expect(statements.match(/;/g), name).toHaveLength(1);
    expect(statements, name).not.toMatch(/DROP INDEX (?!CONCURRENTLY)/);
  }
});
