import { createPrisma, type PrismaClient } from './prisma.ts';
import { type ReplicaHealth, ReplicaMonitor } from './replica-monitor.ts';
import { markLsn, readLsn } from './wal-position.ts';

export type { ReplicaHealth } from './replica-monitor.ts';

/** What a read was answered from. `lsn` (WAL position, bytes) is what its rows are at least as new as. */
export type ReadSource = { client: PrismaClient; lsn: number; name: string };

/** Groups of orders that a process places at once. Opened when they are needed. */
export const PLACING_CONNECTIONS = 2;

export type DatabaseOptions = {
  databaseUrl: string;
  replicaUrls: string[];
  /** Connections per server at most, besides those for placing and one that watches. */
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
  readonly #replicas: ReplicaMonitor[];
  /** So that a busy pool is never taken for a dead server. */
  readonly #prober: PrismaClient;
  #turn = 0;
  #epoch: string | undefined;
  /** The newest position of the primary that this process has seen. */
  #seen = 0;

  constructor(options: DatabaseOptions) {
    this.primary = createPrisma(options.databaseUrl, options);
    this.placing = createPrisma(options.databaseUrl, {
      ...options,
      poolSize: PLACING_CONNECTIONS,
      plansOnce: true,
    });
    this.#prober = createPrisma(options.databaseUrl, { ...options, poolSize: 1 });
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

  /**
   * Runs a read on a healthy replica that has replayed at least `minLsn`, else on the primary. Whatever fails on
   * a replica is done again on the primary: it may have gone away, or have cancelled the query because it was in
   * the way of replay. A query that is wrong in itself fails there as well.
   */
  async read<T>(minLsn: number, query: (source: ReadSource) => Promise<T>): Promise<T> {
    const replica = this.#choose(minLsn);
    if (replica) {
      const { name, replayLsn: lsn } = replica.health;
      try {
        return await query({ client: replica.client, lsn, name });
      } catch {
        void replica.probe();
      }
    }
    return query({ client: this.primary, lsn: await this.readLsn(), name: 'primary' });
  }

  async close(): Promise<void> {
    await Promise.all(this.#replicas.map((replica) => replica.close()));
    await Promise.all([this.primary, this.placing, this.#prober].map((client) => client.$disconnect()));
  }

  #see(lsn: number): number {
    this.#seen = Math.max(this.#seen, lsn);
    return lsn;
  }

  #choose(minLsn: number): ReplicaMonitor | undefined {
    const able = this.#replicas.filter(
      ({ health }) => health.state === 'streaming' && health.replayLsn >= minLsn,
    );
    this.#turn += 1;
    return able[this.#turn % Math.max(1, able.length)];
  }
}

async function readEpoch(primary: PrismaClient): Promise<string> {
  const [row] = await primary.$queryRaw<{ epoch: string }[]>`
    SELECT concat_ws('.', system_identifier, left(pg_walfile_name(pg_current_wal_lsn()), 8), pg_database.oid) AS epoch
    FROM pg_control_system(), pg_database WHERE datname = current_database()`;
  if (!row) throw new Error('the primary did not tell who it is');
  return row.epoch;
}
