import { seed } from './seed.ts';
import { applyMigrations, hasPendingMigrations } from './stack/migrations.ts';
import { StackError } from './stack/stack-error.ts';

const NEEDED = [
  'DATABASE_URL',
  'CACHE_REDIS_URL',
  'APP_SECRET',
  'OPERATOR_EMAIL',
  'OPERATOR_PASSWORD',
] as const;

function readNeeded(env: NodeJS.ProcessEnv): Record<(typeof NEEDED)[number], string> {
  const missing = NEEDED.filter((name) => !env[name]);
  if (missing.length > 0)
    throw new StackError(`The database cannot be set up: ${missing.join(', ')} missing.`);
  return Object.fromEntries(NEEDED.map((name) => [name, env[name] ?? ''])) as ReturnType<typeof readNeeded>;
}

/** Brings the database to what this version needs, once before its processes start; a second run changes nothing. */
async function setUp(env: NodeJS.ProcessEnv): Promise<void> {
  const values = readNeeded(env);
  if (await hasPendingMigrations(values.DATABASE_URL)) {
    await applyMigrations(values.DATABASE_URL);
    console.log('The migrations are applied.');
  }
  await seed(values, { demoCatalog: env.DEMO_CATALOG === 'on', log: (line) => console.log(line) });
  console.log('The database is ready.');
}

try {
  await setUp(process.env);
  process.exit(0);
} catch (error) {
  console.error(error instanceof StackError ? error.message : error);
  process.exit(1);
}
