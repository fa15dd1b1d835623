import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { withClient } from './postgres.ts';
import { runToEnd } from './process.ts';
import { DB_PACKAGE, PATH_WITH_OUR_NODE } from './repository.ts';

const MIGRATIONS = path.join(DB_PACKAGE, 'prisma/migrations');

async function migrationNames(): Promise<string[]> {
  const names = await readdir(MIGRATIONS).catch(() => []);
  return names.filter((name) => existsSync(path.join(MIGRATIONS, name, 'migration.sql')));
}

/** Whether a migration of packages/db is missing in the database, or one was begun there and failed. */
export async function hasPendingMigrations(databaseUrl: string): Promise<boolean> {
  const wanted = await migrationNames();
  return withClient(databaseUrl, async (client) => {
    const table = await client.query("select to_regclass('_prisma_migrations') is not null as present");
    if (!table.rows[0]?.present) return wanted.length > 0;
    const result = await client.query<{ name: string }>(
      `select migration_name as name from _prisma_migrations
        where finished_at is not null and rolled_back_at is null`,
    );
    const applied = new Set(result.rows.map((row) => row.name));
    return wanted.some((name) => !applied.has(name));
  });
}

/**
 * Applies the migrations of packages/db by Prisma.
 * @throws StackError with Prisma's own words, for example on a migration that failed before.
 */
export async function applyMigrations(databaseUrl: string): Promise<void> {
  const prisma = createRequire(path.join(DB_PACKAGE, 'package.json')).resolve('prisma/build/index.js');
  await runToEnd({
    file: process.execPath,
    args: [prisma, 'migrate', 'deploy'],
    cwd: DB_PACKAGE,
    env: {
      ...process.env,
      PATH: PATH_WITH_OUR_NODE,
      DATABASE_URL: databaseUrl,
      PRISMA_SCHEMA_ENGINE_BINARY: path.join(DB_PACKAGE, 'schema-engine/main.ts'),
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
}
