import path from 'node:path';
import { defineConfig } from 'prisma/config';

const { DATABASE_URL, SHADOW_DATABASE_URL } = process.env;

// Set here, not in scripts: Prisma resolves it against the caller's folder. Why: docs/decisions/0002-schema-engine.md.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(import.meta.dirname, 'schema-engine/main.ts');

// The engine's `env node` must be this workspace's Node, which runs TypeScript, however old the one on PATH is.
const workspaceBin = path.join(import.meta.dirname, '../../node_modules/.bin');
process.env.PATH = [workspaceBin, process.env.PATH].join(path.delimiter);

// Each command would report to Prisma's servers.
process.env.CHECKPOINT_DISABLE ??= '1';

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  // `generate` needs no database.
  ...(DATABASE_URL && {
    datasource: { url: DATABASE_URL, ...(SHADOW_DATABASE_URL && { shadowDatabaseUrl: SHADOW_DATABASE_URL }) },
  }),
});
