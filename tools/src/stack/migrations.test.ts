import { randomBytes } from 'node:crypto';
import { expect, inject, it, onTestFinished } from 'vitest';
import { applyMigrations, hasPendingMigrations } from './migrations.ts';
import { withClient } from './postgres.ts';

/** Prisma's own command is slow to start on a busy machine. */
const PATIENCE = { timeout: 120_000 };

async function newDatabase(template: string): Promise<string> {
  const { adminUrl } = inject('stack');
  const name = `tools_${randomBytes(6).toString('hex')}`;
  const asAdmin = (sql: string) => withClient(adminUrl, (client) => client.query(sql));
  await asAdmin(`create database ${name} template ${template}`);
  onTestFinished(async () => {
    await asAdmin(`drop database ${name} with (force)`);
  });
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

it('applies the migrations to an empty database, after which none is pending', PATIENCE, async () => {
  const url = await newDatabase('template1');
  expect(await hasPendingMigrations(url)).toBe(true);
  await applyMigrations(url);
  expect(await hasPendingMigrations(url)).toBe(false);
});

it('takes a migration that failed before for pending, and Prisma says which', PATIENCE, async () => {
  const url = await newDatabase(inject('stack').templateDatabase);
  const [name] = await withClient(url, async (client) => {
    const result = await client.query<{ name: string }>(
      `update _prisma_migrations set finished_at = null
        where started_at = (select max(started_at) from _prisma_migrations) returning migration_name as name`,
    );
    return result.rows.map((row) => row.name);
  });
  expect(await hasPendingMigrations(url)).toBe(true);
  await expect(applyMigrations(url)).rejects.toThrow(name);
});
