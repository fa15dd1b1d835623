import type { Load } from './choose-replica.ts';
import { classifyError } from './classify-error.ts';
import { greetPostgres } from './greet-postgres.ts';
import { createPrisma, openPooled, type PoolCounts, type Pooled, type PrismaClient } from './prisma.ts';
import { Trust } from './trust.ts';

/** What a read was answered from. `lsn` (WAL position, bytes) is what its rows are at least as new as. */
export type ReadSource = { client: PrismaClient; lsn: number; name: string };

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
/** Whoever waits for it can be answered by the primary. */
const REPLAY_TIMEOUT_MS = 100;

/** Of reads of content: they are short, and whoever waits for one has another server or a page that can do without. */
export const READ_TIMES = { statementTimeoutMs: 5_000, connectTimeoutMs: 3_000 };

/** Watches one replica, on a connection of its own, and has it answer reads while it is healthy. */
export class ReplicaMonitor {
  health: ReplicaHealth;
  readonly #url: string;
  readonly #pooled: Pooled;
  readonly #prober: PrismaClient;
  readonly #primaryProber: PrismaClient;
  /** Positions of the primary that the replica has not been seen to reach, oldest first. */
  #ahead: Position[] = [];
  /** Of each read under way: ends it without an answer. */
  readonly #underWay = new Set<(why: Error) => void>();
  readonly #trust = new Trust();
  #probing: Promise<void> | undefined;
  #lookingAtReplay: Promise<void> | undefined;
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
    this.#pooled = openPooled(replica.url, { ...READ_TIMES, applicationName, poolSize: replica.poolSize });
    this.health = { name: replica.name, state: 'down', lagMs: null, lagBytes: null, replayLsn: 0 };
  }

  /** Probes once, then keeps probing until closed. */
  async start(): Promise<void> {
    await this.probe();
    if (!this.#closed) this.#timer = setTimeout(() => void this.start(), POLL_MS);
  }

  get load(): Load {
    return { readsUnderWay: this.#underWay.size, lagMs: this.health.lagMs ?? 0 };
  }

  counts(): PoolCounts {
    return this.#pooled.counts();
  }

  /** Whatever fails is a reason to look at the replica; one that is not there is out of service at once. */
  async read<T>(query: (source: ReadSource) => Promise<T>): Promise<T> {
    const { name, replayLsn: lsn } = this.health;
    const { promise: given, reject: giveUp } = Promise.withResolvers<never>();
    this.#underWay.add(giveUp);
    try {
      return await Promise.race([query({ client: this.#pooled.client, lsn, name }), given]);
    } catch (error) {
      if (classifyError(error) === 'lost') this.markDown();
      void this.probe();
      throw error;
    } finally {
      this.#underWay.delete(giveUp);
    }
  }

  /** Learns how far it has replayed by now; who asks meanwhile shares the answer. */
  lookAtReplay(): Promise<void> {
    this.#lookingAtReplay ??= this.#readReplay().finally(() => {
      this.#lookingAtReplay = undefined;
    });
    return this.#lookingAtReplay;
  }

  async #readReplay(): Promise<void> {
    try {
      const { replay } = await within(REPLAY_TIMEOUT_MS, readReplica(this.#pooled.client));
      this.health = { ...this.health, replayLsn: Math.max(this.health.replayLsn, replay) };
    } catch {
      // The next probe finds out what is wrong.
    }
  }

  /** Takes the replica out of service until probes have found it well for a while. */
  markDown(): void {
    this.#trust.failed(Date.now());
    this.health = { ...this.health, state: 'down', lagMs: null, lagBytes: null };
  }

  probe(): Promise<void> {
    this.#probing ??= this.#look().finally(() => {
      this.#probing = undefined;
    });
    return this.#probing;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await Promise.all([this.#pooled.client.$disconnect(), this.#prober.$disconnect()]);
  }

  async #look(): Promise<void> {
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
      if (!this.#trust.succeeded(Date.now())) return;
      this.health = {
        ...this.#judge(replay, primaryLsn === null),
        name: this.health.name,
        replayLsn: replay,
      };
    } catch (error) {
      this.markDown();
      // They would wait for as long as a statement may take, and another server can answer them.
      for (const giveUp of this.#underWay) giveUp(new Error('the replica is down', { cause: error }));
    }
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
