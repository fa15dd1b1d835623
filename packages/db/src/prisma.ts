import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { Prisma, PrismaClient } from './generated/prisma/client.ts';
import { createStatementNames } from './statement-names.ts';

export { Prisma, PrismaClient };

/** What both a client and a transaction can do: a query function asks for this and serves either. */
export type Queryable = Omit<
  PrismaClient,
  '$connect' | '$disconnect' | '$on' | '$use' | '$extends' | '$transaction'
>;

type PrismaOptions = {
  /** Connections at most. The pools of all processes together must stay below the server's max_connections. */
  poolSize: number;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  connectTimeoutMs?: number;
  statementTimeoutMs?: number;
  /** For statements whose best plan depends on none of their values: each connection plans them once, not six times. */
  plansOnce?: boolean;
  /** Called when the server cuts an idle connection: news of a server that went away before anybody asked. */
  onConnectionLost?: () => void;
};

const STATEMENT_NAMES = { most: 200, mostCounted: 1_000 };

/** What the connections of a pool do: `waiting` counts callers that found all of them taken. */
export type PoolCounts = { most: number; open: number; idle: number; waiting: number };

/** A client, and what its connections do. */
export type Pooled = { client: PrismaClient; counts: () => PoolCounts };

export function createPrisma(url: string, options: PrismaOptions): PrismaClient {
  return openPooled(url, options).client;
}

/**
 * A Prisma client over a bounded pool. Statements end after 10 s unless told otherwise, a transaction that sits idle after 20 s; a
 * caller waits at most 10 s for a connection, so a crowd queues here instead of failing at once.
 */
export function openPooled(url: string, options: PrismaOptions): Pooled {
  const statementTimeoutMs = options.statementTimeoutMs ?? 10_000;
  const nameOf = createStatementNames(STATEMENT_NAMES);
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    // A new connection has to plan all its statements anew.
    idleTimeoutMillis: 600_000,
    statement_timeout: statementTimeoutMs,
    // A server that hangs instead of refusing must not keep its callers for ever.
    query_timeout: statementTimeoutMs + 2_000,
    idle_in_transaction_session_timeout: 20_000,
    keepAlive: true,
    // What lies between drops a quiet connection and tells nobody.
    keepAliveInitialDelayMillis: 30_000,
    // oxlint-disable-next-line typescript/no-misused-promises -- the pool waits for it, whatever its type says
    onConnect: (client) => setUp(client, options.plansOnce),
  });
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    // A broken idle connection is replaced at the next query; that query reports what is wrong.
    onPoolError: () => options.onConnectionLost?.(),
    onConnectionError: () => {},
    statementNameGenerator: ({ sql }) => nameOf(sql),
  });
  return {
    client: new PrismaClient({ adapter, transactionOptions: { maxWait: 10_000, timeout: 15_000 } }),
    counts: () => ({
      most: options.poolSize,
      open: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  };
}

/**
 * Not as options of the connection's start: what stands before a server may refuse those, or have some of its own. Scans begin at a
 * table's beginning, not where another one is: of more matches than are ranked a search takes the same ones each time.
 */
async function setUp(client: pg.ClientBase, plansOnce = false): Promise<void> {
  const plans = plansOnce ? '; SET plan_cache_mode = force_generic_plan' : '';
  await client.query(`SET synchronize_seqscans = off${plans}`);
}
