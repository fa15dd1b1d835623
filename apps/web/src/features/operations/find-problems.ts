import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { queueMeaning } from '../jobs/job-words.ts';
import { formatAge, formatBytes, formatCount, formatMs } from './format-figures.ts';

export type Problem = {
  /** The same for as long as the same thing is wrong. */
  id: string;
  /** `danger`: shoppers feel it or work stands still. `warning`: it may become that. */
  severity: 'danger' | 'warning';
  title: string;
  /** What it means, and what still works. */
  detail: string;
  /** Where to look into it. */
  href?: string;
};

const OLD_JOB_MS = 10_000;
const VERY_OLD_JOB_MS = 60_000;
/** The relay sends within a second; what waits for longer has something in its way. */
const OLD_OUTBOX_MS = 10_000;
/** Of its memory: from here on it may be full before anybody has come. */
const FULL_SHARE = 0.8;
const EVENT_LOOP_LAG_MS = 250;
const SLOW_P95_MS = 1_000;
/** A process that dies may be back before anybody has missed its heartbeat: it is named for so long. */
const JUST_STARTED_MS = 5_000;

/** What is wrong, in words, worst first. A figure that is not known is never taken as a good one. */
export function findProblems(snapshot: Snapshot): Problem[] {
  const problems = [
    ...primaryProblems(snapshot),
    ...redisProblems(snapshot),
    ...queueMemoryProblems(snapshot),
    ...workerProblems(snapshot),
    ...nodeProblems(snapshot),
    ...replicaProblems(snapshot),
    ...snapshot.queues.flatMap((queue) => queueProblems(queue, snapshot)),
    ...outboxProblems(snapshot),
    ...circuitProblems(snapshot),
    ...orderProblems(snapshot),
  ];
  return problems.toSorted((one, other) => rank(one) - rank(other));
}

function rank({ severity }: Problem): number {
  return severity === 'danger' ? 0 : 1;
}

function primaryProblems({ database }: Snapshot): Problem[] {
  if (database.primary.state === 'up') return [];
  return [
    {
      id: 'primary',
      severity: 'danger',
      title: 'The primary database is down',
      detail:
        'Goods can still be looked at. Carts, orders and sign-in fail until it is back. Heartbeats are kept there, so whether each process runs is not known either.',
    },
  ];
}

const REDIS_MEANING: Record<string, string> = {
  'redis-queue': 'Orders are still taken. Payments and confirmations wait in the outbox until it is back.',
  'redis-cache': 'Goods are read from PostgreSQL: slower, and nothing is lost.',
};

function redisProblems({ redis }: Snapshot): Problem[] {
  return redis
    .filter(({ state }) => state === 'down')
    .map(({ name }) => ({
      id: `redis:${name}`,
      severity: name === 'redis-queue' ? 'danger' : 'warning',
      title: `${name} is down`,
      detail: REDIS_MEANING[name] ?? 'What it is for does not work until it is back.',
    }));
}

/** The cache may be full and forget: that is its use. A queue that forgets loses time, and a full one takes no jobs. */
function queueMemoryProblems({ redis }: Snapshot): Problem[] {
  const memory = redis.find(({ name }) => name === 'redis-queue');
  if (!memory) return [];
  const { usedBytes, maxBytes, policy } = memory;
  const problems: Problem[] = [];
  if (usedBytes !== null && maxBytes !== null && usedBytes >= FULL_SHARE * maxBytes) {
    problems.push({
      id: 'redis:redis-queue:full',
      severity: 'warning',
      title: `redis-queue is full to ${Math.floor((100 * usedBytes) / maxBytes)} %`,
      detail: `It holds ${formatBytes(usedBytes)} of ${formatBytes(maxBytes)}. Full, it takes no more jobs: they wait in the outbox.`,
      href: '/operator/jobs',
    });
  }
  if (policy !== null && policy !== 'noeviction') {
    problems.push({
      id: 'redis:redis-queue:policy',
      severity: 'warning',
      title: 'redis-queue forgets jobs when it is full',
      detail: `Its maxmemory-policy is ${policy}. Set it to noeviction; jobs that it forgets are sent again, but late.`,
    });
  }
  return problems;
}

function replicaProblems({ database }: Snapshot): Problem[] {
  return database.replicas.flatMap(({ name, state, lagMs, lagBytes }): Problem[] => {
    const id = `replica:${name}`;
    if (state === 'down') {
      return [
        {
          id,
          severity: 'warning',
          title: `${name} is down`,
          detail: 'Its reads go to the other replicas or to the primary.',
        },
      ];
    }
    if (state === 'lagging') {
      const by = formatMs(lagMs) ?? formatBytes(lagBytes);
      return [
        {
          id,
          severity: 'warning',
          title: by ? `${name} lags by ${by}` : `${name} lags`,
          detail: 'It gets no reads until it has caught up.',
        },
      ];
    }
    return [];
  });
}

const ROLE_MEANING: Record<string, string> = {
  api: 'Requests go to the API processes that remain.',
  worker: 'Its jobs go to the workers that remain.',
  web: 'Pages come from the web processes that remain.',
};

/** Redis knows at once that nobody takes jobs; heartbeats know that no worker is meant to. */
function workerProblems({ queues, nodes, database }: Snapshot): Problem[] {
  const isUnmanned = queues.length > 0 && queues.every(({ workers }) => workers === 0);
  const isAway =
    database.primary.state === 'up' && !nodes.some(({ role, state }) => role === 'worker' && state === 'up');
  if (!isUnmanned && !isAway) return [];
  return [
    {
      id: 'no-worker',
      severity: 'danger',
      title: 'No worker runs',
      detail: 'Orders are still taken. Payments, confirmations and expiries wait until a worker is back.',
    },
  ];
}

/** While the primary is away nobody can know whether a process runs: its own problem says so. */
function nodeProblems({ nodes, database, at }: Snapshot): Problem[] {
  if (database.primary.state === 'down') return [];
  const up = nodes.filter(({ state }) => state === 'up');
  const isRunning = (role: string) => up.some((node) => node.role === role);
  const down = nodes
    .filter(({ state }) => state === 'down')
    .map(
      ({ id, role, pid, seenAt }): Problem => ({
        id: `node:${id}`,
        severity: isRunning(role) ? 'warning' : 'danger',
        title: `${id} is down`,
        detail: `No heartbeat of this ${role} process (pid ${pid}) for ${formatAge(age(at, seenAt))}. ${
          (isRunning(role) && ROLE_MEANING[role]) || ''
        }`.trim(),
      }),
    );
  const started = up.filter(({ startedAt }) => age(at, startedAt) < JUST_STARTED_MS);
  return [...down, ...started.map((node) => startedProblem(node, at)), ...up.flatMap(slowNodeProblems)];
}

function startedProblem({ id, pid, startedAt }: Snapshot['nodes'][number], at: string): Problem {
  return {
    id: `started:${id}`,
    severity: 'warning',
    title: `${id} has just started`,
    detail: `It runs for ${formatAge(age(at, startedAt))} (pid ${pid}). If nobody started it, it has died and come back.`,
  };
}

function slowNodeProblems({ id, eventLoopLagMs, p95Ms }: Snapshot['nodes'][number]): Problem[] {
  const isBlocked = eventLoopLagMs !== null && eventLoopLagMs >= EVENT_LOOP_LAG_MS;
  const isSlow = p95Ms !== null && p95Ms >= SLOW_P95_MS;
  if (!isBlocked && !isSlow) return [];
  return [
    {
      id: `slow:${id}`,
      severity: 'warning',
      title: `${id} is slow`,
      detail: [
        isSlow ? `One request in twenty takes ${formatMs(p95Ms)} or longer.` : '',
        isBlocked ? `Its event loop is late by ${formatMs(eventLoopLagMs)}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    },
  ];
}

function queueProblems(queue: Snapshot['queues'][number], snapshot: Snapshot): Problem[] {
  const { name, paused, workers, waiting, oldestWaitingMs } = queue;
  const meaning = queueMeaning(name);
  const problem = (kind: string, rest: Omit<Problem, 'id'>): Problem => ({
    id: `queue:${name}:${kind}`,
    ...rest,
  });
  if (waiting === null) {
    // With Redis down that is said once.
    if (isRedisDown('redis-queue', snapshot)) return [];
    return [
      problem('unknown', {
        severity: 'warning',
        title: `The queue ${name} cannot be read`,
        detail: 'How many jobs wait is not known.',
      }),
    ];
  }
  const isOld = oldestWaitingMs !== null && oldestWaitingMs >= OLD_JOB_MS;
  return [
    ...(paused
      ? [problem('paused', { severity: 'danger', title: `${name} is paused`, detail: meaning })]
      : []),
    ...(workers === 0 && snapshot.queues.some((other) => other.workers !== 0)
      ? [problem('workers', { severity: 'danger', title: `Nobody works on ${name}`, detail: meaning })]
      : []),
    ...(isOld
      ? [
          problem('old', {
            severity: oldestWaitingMs >= VERY_OLD_JOB_MS ? 'danger' : 'warning',
            title: `A job in ${name} has waited for ${formatAge(oldestWaitingMs)}`,
            detail: `${formatCount(waiting)} ${waiting === 1 ? 'job waits' : 'jobs wait'}. ${meaning}`.trim(),
          }),
        ]
      : []),
  ];
}

function outboxProblems({ outbox, database }: Snapshot): Problem[] {
  if (database.primary.state === 'down') return [];
  if (outbox.pending === null) {
    return [
      {
        id: 'outbox',
        severity: 'warning',
        title: 'The outbox cannot be read',
        detail: 'How much work waits to be queued is not known.',
      },
    ];
  }
  return [...deadProblems(outbox.dead), ...lateProblems(outbox)];
}

function deadProblems(dead: number | null): Problem[] {
  if (!dead) return [];
  return [
    {
      id: 'jobs:dead',
      severity: 'warning',
      title: `${formatCount(dead)} ${dead === 1 ? 'job was' : 'jobs were'} given up`,
      detail: 'All attempts failed. Nobody tries again until you say so.',
      href: '/operator/jobs?state=dead',
    },
  ];
}

function lateProblems({ pending, oldestMs }: Snapshot['outbox']): Problem[] {
  if (pending === null || oldestMs === null || oldestMs < OLD_OUTBOX_MS) return [];
  return [
    {
      id: 'outbox',
      severity: 'warning',
      title: `The outbox grows: its oldest event is ${formatAge(oldestMs)} late`,
      detail: `${formatCount(pending)} ${pending === 1 ? 'event waits' : 'events wait'} to be queued. Nothing is lost.`,
    },
  ];
}

function circuitProblems({ circuits }: Snapshot): Problem[] {
  return circuits
    .filter(({ state }) => state !== 'closed')
    .map(({ name, state }) => ({
      id: `circuit:${name}`,
      severity: 'warning',
      title: state === 'open' ? `${name} is not called now` : `${name} is tried by the next call`,
      detail: 'Half of the calls failed. What waits for it is kept, and goes on once a trial succeeds.',
    }));
}

function orderProblems({ orders, database }: Snapshot): Problem[] {
  const isUnread = orders.perMinute === null && database.primary.state === 'up';
  const troubled = orders.recent.filter(({ attention }) => attention);
  return [
    ...(isUnread
      ? [
          {
            id: 'orders:unknown',
            severity: 'warning' as const,
            title: 'Orders cannot be read',
            detail: 'How many come in is not known.',
          },
        ]
      : []),
    ...attentionProblems(troubled.map(({ number }) => number)),
  ];
}

function attentionProblems([first, ...more]: string[]): Problem[] {
  if (first === undefined) return [];
  const only = more.length === 0;
  return [
    {
      id: 'orders:attention',
      severity: 'warning',
      title: only
        ? `Order ${first} needs attention`
        : `${more.length + 1} of the newest orders need attention`,
      detail: only ? 'It waits for a person. Its page says why.' : 'They wait for a person.',
      href: only ? `/operator/orders/${first}` : '/operator/orders?attention=yes',
    },
  ];
}

function isRedisDown(name: string, { redis }: Snapshot): boolean {
  return redis.some((part) => part.name === name && part.state === 'down');
}

function age(at: string, since: string): number {
  return Math.max(0, Date.parse(at) - Date.parse(since));
}
