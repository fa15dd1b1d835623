import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { withClient } from '../../stack/postgres.ts';
import { sendSignal } from '../../stack/process.ts';
import { childrenOf } from '../../stack/process-table.ts';
import type { PartState } from '../../stack/supervised-part.ts';
import type { Supervisor } from '../../stack/supervisor.ts';
import type { FaultKind, PlannedFault, Road } from './faults.ts';
import type { Proxy } from './proxy.ts';

/** What faults are done to: the shop's processes, the ways between them, and the servers' own addresses. */
export type Grounds = {
  supervisor: Supervisor;
  proxies: Record<Road, Proxy>;
  /** The application's role on the primary. */
  primaryUrl: string;
  /** The superuser on the replica: nobody else may pause its replay. */
  replicaUrl: string;
  redisUrls: Record<'redis-queue' | 'redis-cache', string>;
};

/** Waits until the fault is over and its part is itself again. */
type Over = () => Promise<void>;

/** `at`: just before it was done, in ms since 1970. */
export type Begun = { at: number; over: Over };

type Way = (fault: PlannedFault, grounds: Grounds) => Promise<Over>;

const READY_WITHIN_MS = 20_000;
const ASK_AGAIN_MS = 100;
const END_WITHIN_MS = 5_000;
/** The worker's pool, which is the relay's too, and the connections by which everybody is woken. */
const RELAY_CONNECTIONS = ['holdfast-worker-1', 'holdfast-signals'];

/** With the process's name after it. */
const FOLLOWER_CONNECTION = 'holdfast-invalidations:';

/** Statements that begin a lag, and that end it. */
type Lag = [begin: string[], end: string[]];
const STAND_STILL: Lag = [['select pg_wal_replay_pause()'], ['select pg_wal_replay_resume()']];

function replayLate(ms: number): Lag {
  const reload = 'select pg_reload_conf()';
  return [
    [`alter system set recovery_min_apply_delay = '${ms}ms'`, reload],
    ['alter system reset recovery_min_apply_delay', reload],
  ];
}

const WAYS: Record<FaultKind, Way> = {
  kill: (fault, grounds) =>
    fault.part === 'relay' ? killConnections(grounds) : killProcess(fault.part, grounds),
  pause: async ({ part, forMs }, { supervisor }) => {
    const stopped = await stopProcesses(pidOf(part, supervisor));
    return async () => {
      await delay(forMs);
      for (const pid of stopped.toReversed()) sendSignal(pid, 'SIGCONT');
    };
  },
  deafen: async ({ part, forMs }, { primaryUrl }) => {
    const pid = await findFollower(part, primaryUrl);
    sendSignal(pid, 'SIGSTOP');
    return async () => {
      await delay(forMs);
      sendSignal(pid, 'SIGCONT');
    };
  },
  flush: async ({ part }, { redisUrls }) => {
    await flush(redisUrls[part as keyof typeof redisUrls]);
    return async () => {};
  },
  slow: async ({ part, forMs, traffic }, { proxies }) => {
    proxies[part as Road].setTraffic({ ...traffic });
    return healTraffic(proxies[part as Road], forMs);
  },
  silence: async ({ part, forMs }, { proxies }) => {
    proxies[part as Road].setTraffic({ silent: true });
    return healTraffic(proxies[part as Road], forMs);
  },
  break: async ({ part }, { proxies }) => {
    if (proxies[part as Road].breakAll() === 0) throw new Error('nobody was connected');
    return async () => {};
  },
  refuse: async ({ part, forMs }, { proxies }) => {
    await proxies[part as Road].refuse();
    return async () => {
      await delay(forMs);
      await proxies[part as Road].admit();
    };
  },
  lag: async ({ forMs, behindMs }, { replicaUrl }) => {
    const [begin, end] = behindMs === undefined ? STAND_STILL : replayLate(behindMs);
    for (const sql of begin) await run(replicaUrl, sql);
    return async () => {
      await delay(forMs);
      for (const sql of end) await insist(() => run(replicaUrl, sql));
    };
  },
};

/**
 * Begins a fault as soon as its part is ready; resolves when it has begun.
 * @throws Error when it cannot be done now: its part is away already, or there is nothing to do it to.
 */
export async function beginFault(fault: PlannedFault, grounds: Grounds): Promise<Begun> {
  const { supervisor } = grounds;
  // The relay and the webhooks are no processes.
  if (stateOf(fault.part, supervisor)) await untilReady(fault.part, supervisor);
  const at = Date.now();
  return { at, over: await WAYS[fault.kind](fault, grounds) };
}

/** Resolves when every part is ready. @throws Error that names those which are not after `withinMs`. */
export async function untilAllReady(supervisor: Supervisor, withinMs: number): Promise<void> {
  const missing = () => supervisor.states().filter(({ ready }) => !ready);
  await untilTrue(supervisor, { withinMs, isTrue: () => missing().length === 0 }).catch(() => {
    const names = missing().map(({ name }) => name);
    throw new Error(`${names.join(', ')} did not come back within ${withinMs / 1_000} s`);
  });
}

async function killProcess(part: string, { supervisor }: Grounds): Promise<Over> {
  const pid = pidOf(part, supervisor);
  for (const each of await stopProcesses(pid)) sendSignal(each, 'SIGKILL');
  while (stateOf(part, supervisor)?.pid === pid) await once(supervisor, 'change');
  return async () => {
    while (!stateOf(part, supervisor)?.ready) await once(supervisor, 'change');
  };
}

function stateOf(part: string, supervisor: Supervisor): PartState | undefined {
  return supervisor.states().find(({ name }) => name === part);
}

/** Of a part that is ready. */
function pidOf(part: string, supervisor: Supervisor): number {
  return stateOf(part, supervisor)?.pid as number;
}

/** A server of PostgreSQL has a process a connection, which would live on for a while. Gives all that were stopped. */
async function stopProcesses(pid: number): Promise<number[]> {
  // First of all the one that starts the others, so that none is missed.
  sendSignal(pid, 'SIGSTOP');
  const children = await childrenOf(pid);
  for (const child of children) sendSignal(child, 'SIGSTOP');
  return [pid, ...children];
}

async function killConnections({ primaryUrl }: Grounds): Promise<Over> {
  const end = 'select pg_terminate_backend(pid, $2) from pg_stat_activity where application_name = any($1)';
  const ended = await run(primaryUrl, end, [RELAY_CONNECTIONS, END_WITHIN_MS]);
  if (ended === 0) throw new Error('it had no connection');
  const hasNew = 'select from pg_stat_activity where application_name = $1';
  return async () => {
    const worker = RELAY_CONNECTIONS[0];
    while ((await insist(() => run(primaryUrl, hasNew, [worker]))) === 0) await delay(ASK_AGAIN_MS);
  };
}

/** PostgreSQL's own process for the connection by which an API process follows invalidations. */
async function findFollower(api: string, primaryUrl: string): Promise<number> {
  const sql = 'select pid from pg_stat_activity where application_name = $1';
  const { rows } = await withClient(primaryUrl, (client) =>
    client.query<{ pid: number }>(sql, [`${FOLLOWER_CONNECTION}${api}`]),
  );
  if (!rows[0]) throw new Error('it follows no invalidations');
  return rows[0].pid;
}

async function flush(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => {});
  try {
    await redis.connect();
    await redis.flushall();
  } finally {
    redis.disconnect();
  }
}

function healTraffic(proxy: Proxy, afterMs: number): Over {
  return async () => {
    await delay(afterMs);
    proxy.setTraffic({});
  };
}

/** @throws Error when the part is not ready for long. */
async function untilReady(part: string, supervisor: Supervisor): Promise<void> {
  const isTrue = () => stateOf(part, supervisor)?.ready === true;
  await untilTrue(supervisor, { withinMs: READY_WITHIN_MS, isTrue });
}

async function untilTrue(
  supervisor: Supervisor,
  { withinMs, isTrue }: { withinMs: number; isTrue: () => boolean },
): Promise<void> {
  const signal = AbortSignal.timeout(withinMs);
  while (!isTrue()) await once(supervisor, 'change', { signal });
}

async function run(url: string, sql: string, values: unknown[] = []): Promise<number> {
  return withClient(url, async (client) => (await client.query(sql, values)).rowCount ?? 0);
}

/** What has begun must end, also when its server is away for a while. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch {
      await delay(ASK_AGAIN_MS);
    }
  }
}
