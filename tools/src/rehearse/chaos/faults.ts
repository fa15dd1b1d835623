/** Parts that are processes: they can be killed and stopped. */
const PROCESSES = [
  'api-1',
  'api-2',
  'worker-1',
  'redis-queue',
  'redis-cache',
  'replica-1',
  'postgres',
  'payment-provider',
] as const;

/** Parts that are reached through a proxy; `webhooks` is the payment provider's way to the API. */
export const ROADS = [
  'postgres',
  'replica-1',
  'redis-queue',
  'redis-cache',
  'payment-provider',
  'webhooks',
] as const;

export type Road = (typeof ROADS)[number];

/** What chaos does to which parts; `relay` is the worker's connections to PostgreSQL. */
export const FAULTS = {
  /** SIGKILL of all its processes; of the relay's connections alone. */
  kill: [...PROCESSES, 'relay'],
  /** SIGSTOP, then SIGCONT. */
  pause: PROCESSES,
  /** FLUSHALL. */
  flush: ['redis-queue', 'redis-cache'],
  /** Latency each way, and little bandwidth. */
  slow: ROADS,
  /** Connections are broken once. */
  break: ROADS,
  /** Connections are broken, and no new ones taken. */
  refuse: ROADS,
  /** Connections are taken and stand, and nothing arrives. */
  silence: ROADS,
  /** The replica receives WAL and does not replay it. */
  lag: ['replica-1'],
} as const satisfies Record<string, readonly string[]>;

export type ChaosKind = keyof typeof FAULTS;

/**
 * `deafen` is done to an API process, and not by chaos, whose seeds would mean other faults with it: the connection by which it
 * follows invalidations stands still, and all else of it works.
 */
export type FaultKind = ChaosKind | 'deafen';

/** One fault of a schedule. */
export type PlannedFault = {
  kind: FaultKind;
  part: string;
  /** From the beginning of the run. */
  afterMs: number;
  /** What ends by itself, or is done in a moment, has 0. */
  forMs: number;
  /** Of `slow` alone. */
  traffic?: { latencyMs: number; bytesPerSecond: number };
  /** Of `lag` alone: replays all the time, but so late. Missing: it does not replay at all. */
  behindMs?: number;
};

/** Each kind of chaos with each of its parts. */
export function allPairs(): { kind: ChaosKind; part: string }[] {
  const kinds = Object.keys(FAULTS) as ChaosKind[];
  return kinds.flatMap((kind) => FAULTS[kind].map((part) => ({ kind, part })));
}
