import { greetPostgres } from './greet-postgres.ts';
import { createPrisma, type PrismaClient } from './prisma.ts';

export type ReplicaState = 'streaming' | 'lagging' | 'down';

/** What is known of a replica. `lagMs` and `lagBytes` are null when it is down: unknown is not zero. */
export type ReplicaHealth = {
  name: string;
  state: ReplicaState;
  lagMs: number | null;
  lagBytes: number | null;
  /** WAL position (bytes) that is replayed for certain: read before any query that relies on it. */
  replayLsn: number;
};

/** Where the primary was at a moment. */
type Position = { at: number; lsn: number };

const LAGGING_AFTER_MS = 5_000;
const POLL_MS = 500;
const PROBE_TIMEOUT_MS = 1_000;
/** A replica that was away is trusted again after it has been well for this long. */
const STEADY_MS = 1_000;

/** Watches one replica, on a connection of its own, and lends a client to readers while it is healthy. */
export class ReplicaMonitor {
  readonly client: PrismaClient;
  health: ReplicaHealth;
  readonly #url: string;
  readonly #prober: PrismaClient;
  readonly #primaryProber: PrismaClient;
  /** Positions of the primary that the replica has not been seen to reach, oldest first. */
  #ahead: Position[] = [];
  #downAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(replica: { name: string; url: string; poolSize: number }, primaryProber: PrismaClient) {
    const applicationName = `holdfast-read:${replica.name}`;
    this.#primaryProber = primaryProber;
    this.#url = replica.url;
    this.#prober = createPrisma(replica.url, {
      applicationName,
      poolSize: 1,
      connectTimeoutMs: PROBE_TIMEOUT_MS,
      onConnectionLost: () => this.markDown(),
    });
    this.client = createPrisma(replica.url, { applicationName, poolSize: replica.poolSize });
    this.health = { name: replica.name, state: 'down', lagMs: null, lagBytes: null, replayLsn: 0 };
  }

  /** Probes once, then keeps probing until closed. */
  async start(): Promise<void> {
    await this.probe();
    if (!this.#closed) this.#timer = setTimeout(() => void this.start(), POLL_MS);
  }

  /** Takes the replica out of service until a probe finds it well again. */
  markDown(): void {
    this.#downAt = Date.now();
    this.health = { ...this.health, state: 'down', lagMs: null, lagBytes: null };
  }

  async probe(): Promise<void> {
    try {
      // The primary first: a replica that is seen past a position seen before it has truly replayed it.
      const primaryLsn = await within(PROBE_TIMEOUT_MS, currentLsn(this.#primaryProber)).catch(() => null);
      if (primaryLsn !== null) this.#ahead.push({ at: Date.now(), lsn: primaryLsn });
      const [{ replay, receiving }] = await Promise.all([
        within(PROBE_TIMEOUT_MS, readReplica(this.#prober)),
        greetPostgres(this.#url, PROBE_TIMEOUT_MS),
      ]);
      this.#ahead = this.#ahead.filter(({ lsn }) => lsn > replay).slice(-1_000);
      if (!receiving && primaryLsn !== null) return this.markDown();
      if (Date.now() - this.#downAt < STEADY_MS) return;
      this.health = {
        ...this.#judge(replay, primaryLsn === null),
        name: this.health.name,
        replayLsn: replay,
      };
    } catch {
      this.markDown();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await Promise.all([this.client.$disconnect(), this.#prober.$disconnect()]);
  }

  /**
   * The lag is the age of the oldest position of the primary that the replica has not reached. An idle primary
   * has no such position, so an idle replica never lags, however long ago the last commit was.
   */
  #judge(replay: number, primaryGone: boolean): Pick<ReplicaHealth, 'state' | 'lagMs' | 'lagBytes'> {
    const oldest = this.#ahead[0];
    const newest = this.#ahead.at(-1);
    const lagMs = oldest ? Date.now() - oldest.at : 0;
    const lagBytes = newest ? newest.lsn - replay : 0;
    if (primaryGone) return { state: 'lagging', lagMs: null, lagBytes: null };
    return { state: lagMs > LAGGING_AFTER_MS ? 'lagging' : 'streaming', lagMs, lagBytes };
  }
}

/** A role that may not read monitoring views sees that there is a receiver, but not its status. */
async function readReplica(replica: PrismaClient): Promise<{ replay: number; receiving: boolean }> {
  const [row] = await replica.$queryRaw<{ replay: number; receiving: boolean }[]>`
    SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::float8 AS replay,
           EXISTS (SELECT FROM pg_stat_wal_receiver WHERE coalesce(status, 'streaming') = 'streaming') AS receiving`;
  if (!row) throw new Error('the replica gave no answer');
  return row;
}

/** How far the primary has written its WAL, in bytes: what a replica can have replayed at most. */
async function currentLsn(primary: PrismaClient): Promise<number> {
  const [row] = await primary.$queryRaw<{ lsn: number }[]>`
    SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS lsn`;
  if (!row) throw new Error('the primary gave no WAL position');
  return row.lsn;
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
