import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { Database } from './database.ts';

/** Where the test run's servers are. Given by the run's global set-up. */
export type TestServers = { adminUrl: string; templateDatabase: string; replicaUrl: string };

export type TestDatabase = {
  database: Database;
  databaseUrl: string;
  replicaUrl: string;
  drop(): Promise<void>;
};

/** A database of its own for one test file, cloned from the migrated template in a few hundredths of a second. */
export async function cloneTestDatabase(servers: TestServers): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(servers, `CREATE DATABASE ${name} TEMPLATE ${servers.templateDatabase}`);
  const databaseUrl = withDatabase(servers.adminUrl, name);
  const replicaUrl = withDatabase(servers.replicaUrl, name);
  await untilReplayed(servers);
  const database = new Database({
    databaseUrl,
    replicaUrls: [replicaUrl],
    poolSize: 10,
    applicationName: 'test',
  });
  await database.start();
  return {
    database,
    databaseUrl,
    replicaUrl,
    drop: async () => {
      await database.close();
      await asAdmin(servers, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/**
 * Has the replica stand still while the work lasts: it answers, from rows that grow old. All test files share it: one after
 * the other has it, and it should stay far below the time after which it counts as lagging.
 */
export async function whileReplicaStands<T>(servers: TestServers, work: () => Promise<T>): Promise<T> {
  return withReplica(servers, async (replica) => {
    await replica.query('SELECT pg_wal_replay_pause()');
    try {
      await untilPaused(replica);
      return await work();
    } finally {
      await replica.query('SELECT pg_wal_replay_resume()');
    }
  });
}

/** Has the replica cancel at once what is in the way of replay while the work lasts, instead of waiting for it. */
export async function withFastConflicts<T>(servers: TestServers, work: () => Promise<T>): Promise<T> {
  return withReplica(servers, async (replica) => {
    await replica.query('ALTER SYSTEM SET max_standby_streaming_delay = 0');
    await replica.query('SELECT pg_reload_conf()');
    try {
      return await work();
    } finally {
      await replica.query('ALTER SYSTEM RESET max_standby_streaming_delay');
      await replica.query('SELECT pg_reload_conf()');
    }
  });
}

/** Gives the replica, as its administrator, to one test file at a time. */
async function withReplica<T>(servers: TestServers, work: (replica: pg.Client) => Promise<T>): Promise<T> {
  const { host } = new URL(servers.replicaUrl);
  const turn = new pg.Client({ connectionString: servers.adminUrl });
  const replica = new pg.Client({
    connectionString: Object.assign(new URL(servers.adminUrl), { host }).href,
  });
  await Promise.all([turn.connect(), replica.connect()]);
  try {
    await turn.query("SELECT pg_advisory_lock(hashtext('the replica of the tests'))");
    return await work(replica);
  } finally {
    await Promise.all([turn.end(), replica.end()]);
  }
}

async function untilPaused(replica: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await replica.query(`SELECT pg_get_wal_replay_pause_state() = 'paused' AS paused`);
    if (rows[0]?.paused) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until the replica has replayed all that the primary has written by now. */
async function untilReplayed(servers: TestServers): Promise<void> {
  const [position] = await asAdmin<{ lsn: string }>(servers, 'SELECT pg_current_wal_lsn()::text AS lsn');
  const replica = new pg.Client({ connectionString: servers.replicaUrl });
  await replica.connect();
  try {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const { rows } = await replica.query('SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS reached', [
        position?.lsn,
      ]);
      if (rows[0]?.reached) return;
      if (Date.now() > deadline) throw new Error('the test replica does not follow the primary');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    await replica.end();
  }
}

async function asAdmin<Row extends pg.QueryResultRow>(servers: TestServers, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: servers.adminUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
