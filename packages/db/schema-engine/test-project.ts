import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';

const DB_PACKAGE = path.resolve(import.meta.dirname, '..');
const COMPILE_CACHE = path.resolve(DB_PACKAGE, '../../.cache/prisma');
const PRISMA = createRequire(import.meta.url).resolve('prisma/build/index.js');

const HEADER = `
generator client {
  provider               = "prisma-client"
  output                 = "../../generated"
  moduleFormat           = "esm"
  importFileExtension    = "ts"
  generatedFileExtension = "ts"
}
datasource db {
  provider = "postgresql"
}
`;

export type CommandResult = { exitCode: number; output: string };
type Row = Record<string, unknown>;

/** A folder with a Prisma schema under this package's configuration, and the URL of a database of its own. */
export type TestProject = {
  folder: string;
  databaseUrl: string;
  /** Runs Prisma's CLI, offline; `environment` is added to the project's, `undefined` takes a variable away. */
  prisma(command: string, environment?: Record<string, string | undefined>): Promise<CommandResult>;
  writeModels(models: string): Promise<void>;
  writeMigration(name: string, sql: string): Promise<void>;
  query(sql: string): Promise<Row[]>;
  /** Databases of the project's role beside the project's own: shadow databases that were left behind. */
  otherDatabases(): Promise<string[]>;
  close(): Promise<void>;
};

async function query(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

function run(args: string[], folder: string, environment: NodeJS.ProcessEnv): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env: environment }, (error, stdout, stderr) => {
      resolve({ exitCode: error ? Number(error.code) : 0, output: `${stdout}\n${stderr}` });
    });
  });
}

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'schema-engine-'));
  await mkdir(path.join(folder, 'prisma/schema'), { recursive: true });
  await writeFile(path.join(folder, 'prisma/schema/main.prisma'), HEADER);
  const config = path.join(DB_PACKAGE, 'prisma.config.ts');
  await writeFile(path.join(folder, 'prisma.config.ts'), `export { default } from '${config}';\n`);
  await symlink(path.join(DB_PACKAGE, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

/**
 * A project with a role of its own. Without `mayCreateDatabases` that role finds its database there; else Prisma is to
 * create it.
 */
export async function openTestProject(
  adminUrl: string,
  { mayCreateDatabases }: { mayCreateDatabases: boolean },
): Promise<TestProject> {
  const name = `engine_${randomBytes(6).toString('hex')}`;
  const right = mayCreateDatabases ? 'CREATEDB' : 'NOCREATEDB';
  await query(adminUrl, `CREATE ROLE ${name} LOGIN ${right} PASSWORD '${name}'`);
  if (!mayCreateDatabases) await query(adminUrl, `CREATE DATABASE ${name} OWNER ${name}`);
  const { host } = new URL(adminUrl);
  const databaseUrl = `postgresql://${name}:${name}@${host}/${name}`;
  const folder = await createFolder();
  const ownDatabases = async (): Promise<string[]> => {
    const rows = await query(adminUrl, `SELECT datname FROM pg_database WHERE datdba = '${name}'::regrole`);
    return rows.map((row) => String(row.datname));
  };
  return {
    folder,
    databaseUrl,
    prisma: (command, environment) =>
      run([PRISMA, ...command.split(' ')], folder, {
        // Whatever Node is there, if any: the configuration leads the engine to the workspace's own.
        PATH: '/usr/bin:/bin',
        HOME: folder,
        // The CLI is one file of 3 MB: compiled once, each start is a third shorter.
        NODE_COMPILE_CACHE: COMPILE_CACHE,
        // Nothing listens there: whatever would be downloaded fails.
        HTTPS_PROXY: 'http://127.0.0.1:9',
        HTTP_PROXY: 'http://127.0.0.1:9',
        DATABASE_URL: databaseUrl,
        ...environment,
      }),
    writeModels: (models) => writeFile(path.join(folder, 'prisma/schema/models.prisma'), models),
    writeMigration: async (migration, sql) => {
      const directory = path.join(folder, 'prisma/migrations', migration);
      await mkdir(directory, { recursive: true });
      await writeFile(path.join(directory, 'migration.sql'), sql);
      await writeFile(path.join(directory, '../migration_lock.toml'), 'provider = "postgresql"\n');
    },
    query: (sql) => query(databaseUrl, sql),
    otherDatabases: async () => (await ownDatabases()).filter((database) => database !== name),
    close: async () => {
      for (const database of await ownDatabases()) {
        await query(adminUrl, `DROP DATABASE "${database}" WITH (FORCE)`);
      }
      await query(adminUrl, `DROP ROLE ${name}`);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
