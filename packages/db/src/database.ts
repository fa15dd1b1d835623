import { chooseReplica } from './choose-replica.ts';
import { PrimaryReadsFull } from './classify-error.ts';
import { PLACING_CONNECTIONS, PROBING_CONNECTIONS, READING_CONNECTIONS } from './connections.ts';
import { createPrisma, openPooled, type PoolCounts, type Pooled, type PrismaClient } from './prisma.ts';
import { READ_TIMES, type ReadSource, type ReplicaHealth, ReplicaMonitor } from './replica-monitor.ts';
import { markLsn, readLsn } from './wal-position.ts';

export { PLACING_CONNECTIONS } from './connections.ts';
export type { ReadSource, ReplicaHealth } from './replica-monitor.ts';

/** Reads of content that are with the primary or wait for one of their few connections; one more is refused. */
const MOST_PRIMARY_READS = 100;
const PRIMARY = 'primary';

export type DatabaseOptions = {
  databaseUrl: string;
  replicaUrls: string[];
  /** Connections per server at most, besides the few of `connections.ts`. */
  poolSize: number;
  applicationName: string;
};

/**
 * The primary for every write and for carts and orders; `read` for public content that may come from a
 * replica. Which one is used is always written out by the caller, never guessed from the statement.
 */
export class Database {
  readonly primary: PrismaClient;
  /**
   * The primary for placing orders, over a few connections of its own that plan those long statements once: what planning
   * them costs is many times what they do.
   */
  readonly placing: PrismaClient;
  readonly #pools: Record<'primary' | 'placing' | 'reading', Pooled>;
  readonly #replicas: ReplicaMonitor[];
  /** So that a busy pool is never taken for a dead server. */
  readonly #prober: PrismaClient;
  #primaryReads = 0;
  readonly #answered = new Map<string, number>();
  #epoch: string | undefined;
  /** The newest position of the primary that this process has seen. */
  #seen = 0;

  constructor(options: DatabaseOptions) {
    this.#pools = {
      primary: openPooled(options.databaseUrl, options),
      placing: openPooled(options.databaseUrl, {
        ...options,
        poolSize: PLACING_CONNECTIONS,
        plansOnce: true,
      }),
      reading: openPooled(options.databaseUrl, { ...options, ...READ_TIMES, poolSize: READING_CONNECTIONS }),
    };
    this.primary = this.#pools.primary.client;
    this.placing = this.#pools.placing.client;
    this.#prober = createPrisma(options.databaseUrl, { ...options, poolSize: PROBING_CONNECTIONS });
    this.#replicas = options.replicaUrls.map(
      (url, index) =>
        new ReplicaMonitor({ name: `replica-${index + 1}`, url, poolSize: options.poolSize }, this.#prober),
    );
  }

  /** Connects and learns the replicas' health, so that the first reads are routed like all later ones. */
  async start(): Promise<void> {
    this.#epoch = await readEpoch(this.primary);
    await Promise.all(this.#replicas.map((replica) => replica.start()));
  }

  /** See `markLsn` of wal-position. */
  async markLsn(): Promise<number> {
    return this.#see(await markLsn(this.primary));
  }

  /** Within which WAL positions can be compared: this cluster, its timeline and this database, at the start. */
  get epoch(): string {
    if (this.#epoch === undefined) throw new Error('the database has not been started');
    return this.#epoch;
  }

  /** A position (bytes) at or past which every commit that has returned by now is seen. */
  async readLsn(): Promise<number> {
    return this.#see(await readLsn(this.primary));
  }

  /** Whether the primary has written its WAL that far; it is asked only about what is news to this process. */
  async hasWritten(lsn: number): Promise<boolean> {
    return lsn <= this.#seen || lsn <= (await this.readLsn());
  }

  replicaHealth(): ReplicaHealth[] {
    return this.#replicas.map((replica) => replica.health);
  }

  /** What the connections for shoppers and jobs do, by pool; those that only watch are left out. */
  pools(): { name: string; counts: PoolCounts }[] {
    const own = Object.entries(this.#pools).map(([name, { counts }]) => ({ name, counts: counts() }));
    const replicas = this.#replicas.map((replica) => ({
      name: replica.health.name,
      counts: replica.counts(),
    }));
    return [...own, ...replicas];
  }

  /** How many reads each server has answered since the start. */
  readsAnswered(): { server: string; reads: number }[] {
    return [PRIMARY, ...this.#replicas.map(({ health }) => health.name)].map((server) => ({
      server,
      reads: this.#answered.get(server) ?? 0,
    }));
  }

  /**
   * Runs a read on a healthy replica that has replayed at least `minLsn`, else on the primary. Whatever fails on
   * a replica is done again on the primary: it may have gone away, or have cancelled the query because it was in
   * the way of replay. A query that is wrong in itself fails there as well.
   * @throws PrimaryReadsFull when no replica may answer it and too many such reads are with the primary already.
   */
  async read<T>(minLsn: number, query: (source: ReadSource) => Promise<T>): Promise<T> {
    const replica = this.#choose(minLsn) ?? (await this.#findCaughtUp(minLsn));
    if (replica) {
      try {
        return this.#count(replica.health.name, await replica.read(query));
      } catch {
        // The primary tells whether it was the replica's fault.
      }
    }
    return this.#count(PRIMARY, await this.#readPrimary(query));
  }

  async close(): Promise<void> {
    await Promise.all(this.#replicas.map((replica) => replica.close()));
    const clients = [...Object.values(this.#pools).map(({ client }) => client), this.#prober];
    await Promise.all(clients.map((client) => client.$disconnect()));
  }

  #see(lsn: number): number {
    this.#seen = Math.max(this.#seen, lsn);
    return lsn;
  }

  #choose(minLsn: number): ReplicaMonitor | undefined {
    return chooseReplica(
      this.#replicas.filter(({ health }) => health.state === 'streaming' && health.replayLsn >= minLsn),
    );
  }

  /** What was looked at half a second ago has mostly replayed more since. */
  async #findCaughtUp(minLsn: number): Promise<ReplicaMonitor | undefined> {
    const streaming = this.#replicas.filter(({ health }) => health.state === 'streaming');
    await Promise.all(streaming.map((replica) => replica.lookAtReplay()));
    return this.#choose(minLsn);
  }

  /** Over a few connections of their own, so that no crowd of readers takes those of carts and orders. */
  async #readPrimary<T>(query: (source: ReadSource) => Promise<T>): Promise<T> {
    if (this.#primaryReads >= MOST_PRIMARY_READS) throw new PrimaryReadsFull();
    this.#primaryReads += 1;
    try {
      const { client } = this.#pools.reading;
      return await query({ client, lsn: this.#see(await readLsn(client)), name: PRIMARY });
    } finally {
      this.#primaryReads -= 1;
    }
  }

  #count<T>(server: string, answer: T): T {
    this.#answered.set(server, (this.#answered.get(server) ?? 0) + 1);
    return answer;
  }
}

async function readEpoch(primary: PrismaClient): Promise<string> {
  const [row] = await primary.$queryRaw<{ epoch: string }[]>`
    SELECT concat_ws('.', system_identifier, left(pg_walfile_name(pg_current_wal_lsn()), 8), pg_database.oid) AS epoch
    FROM pg_control_system(), pg_database WHERE datname = current_database()`;
  if (!row) throw new Error('the primary did not tell who it is');
  return row.epoch;
}
