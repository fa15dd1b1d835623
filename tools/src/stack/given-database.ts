import { hasPendingMigrations } from './migrations.ts';
import { withClient } from './postgres.ts';
import { StackError } from './stack-error.ts';

/** The first that has uuidv7(), by which our tables make their ids. */
const OLDEST_POSTGRES = 18;

/** What a PostgreSQL server that somebody gave us says of itself. */
export type GivenDatabase = {
  /** As the server writes it: `18.4 (Debian 18.4-1)`. */
  version: string;
  role: string;
  database: string;
  /** Connections that it lets in, without those that are kept for superusers. */
  letsIn: number;
};

type Facts = GivenDatabase & {
  versionNumber: number;
  isStandby: boolean;
  encoding: string;
  mayCreate: boolean;
  hasTrigrams: boolean;
};

const FACTS = `
  select current_setting('server_version') as version,
         current_setting('server_version_num')::int as "versionNumber",
         current_setting('server_encoding') as encoding,
         current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
           - current_setting('reserved_connections')::int as "letsIn",
         current_user as role,
         current_database() as database,
         pg_is_in_recovery() as "isStandby",
         coalesce(has_schema_privilege(to_regnamespace('public')::oid, 'create'), false)
           and has_database_privilege(current_database(), 'create') as "mayCreate",
         exists (select from pg_available_extensions where name = 'pg_trgm') as "hasTrigrams"`;

function reason(error: Error & { code?: string }): string {
  return error.message || error.code || 'no reason is known';
}

async function readFacts(variable: string, url: string): Promise<Facts> {
  try {
    const rows = await withClient(url, async (client) => (await client.query<Facts>(FACTS)).rows);
    return rows[0] as Facts;
  } catch (error) {
    throw new StackError(`The database of ${variable} does not answer: ${reason(error as Error)}`);
  }
}

function findFault({ version, versionNumber, encoding, isStandby }: Facts): string | undefined {
  if (versionNumber < OLDEST_POSTGRES * 10_000) {
    return `is PostgreSQL ${version}, which is too old: Holdfast needs ${OLDEST_POSTGRES} or newer`;
  }
  if (isStandby) {
    return 'is a replica, which cannot be written to: give the primary, and the replica in DATABASE_REPLICA_URLS';
  }
  if (encoding !== 'UTF8') {
    return `is encoded in ${encoding}: make one with create database ... encoding 'UTF8' template template0`;
  }
  return undefined;
}

/** What an empty or older database must allow, so that the schema can be brought up to date. */
function findMigrationFault({ role, database, mayCreate, hasTrigrams }: Facts): string | undefined {
  if (!mayCreate) {
    return `may not be changed by ${role}. As its administrator type: alter database "${database}" owner to "${role}"`;
  }
  if (!hasTrigrams) return 'has no extension pg_trgm: install the contrib package of this PostgreSQL';
  return undefined;
}

/**
 * Asks the database of DATABASE_URL whether Holdfast can live there.
 * @throws StackError that says what is in the way and what to do.
 */
export async function inspectDatabase(url: string): Promise<GivenDatabase> {
  const facts = await readFacts('DATABASE_URL', url);
  const fault =
    findFault(facts) ?? ((await hasPendingMigrations(url)) ? findMigrationFault(facts) : undefined);
  if (fault) throw new StackError(`The database of DATABASE_URL ${fault}`);
  const { version, role, database, letsIn } = facts;
  return { version, role, database, letsIn };
}

/**
 * Whether a server of DATABASE_REPLICA_URLS is a replica that answers.
 * @throws StackError that says what it is instead.
 */
export async function inspectReplica(url: string): Promise<{ version: string }> {
  const { version, isStandby } = await readFacts('DATABASE_REPLICA_URLS', url);
  if (!isStandby) throw new StackError('The database of DATABASE_REPLICA_URLS is not a replica');
  return { version };
}
