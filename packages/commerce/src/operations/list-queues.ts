import type { QueuesList } from '@holdfast/shared/contracts/operations-queues';
import { JOBS, QUEUE_KINDS, QUEUES, type QueueName } from '@holdfast/shared/jobs';
import type { Deps } from '../deps.ts';
import type { Queues } from '../infra/queue.ts';
import { type QueueFigures, readQueue, UNKNOWN_QUEUE } from './read-redis.ts';
import { within } from './within.ts';

type Setting = {
  queue: string;
  paused: boolean;
  concurrency: number | null;
  setAt: Date;
  setBy: string | null;
};
type Counts = { job: string; failing: number; dead: number };

const REDIS_MS = 900;

/**
 * The queues as operators have set them, what waits in them and what of them fails, and the schedules. Without Redis
 * its figures are null; without PostgreSQL nothing is known.
 */
export async function listQueues({ db }: Pick<Deps, 'db'>, queues: Queues): Promise<QueuesList> {
  const [settings, counts, schedules, figures] = await Promise.all([
    readSettings(db),
    countFailed(db),
    db.primary.schedule.findMany({ orderBy: { name: 'asc' } }),
    Promise.all(QUEUES.map((name) => within(REDIS_MS, readFigures(queues, name)))),
  ]);
  return {
    queues: QUEUES.map((name, index) =>
      describeQueue(name, {
        setting: settings.find(({ queue }) => queue === name),
        figures: figures[index] ?? UNKNOWN,
        counts: counts.filter(({ job }) => queueOf(job) === name),
      }),
    ),
    schedules: schedules.map((schedule) => ({
      name: schedule.name,
      what: schedule.what,
      everyMs: schedule.everyMs,
      nextAt: schedule.nextAt.toISOString(),
      lastStartedAt: schedule.lastStartedAt?.toISOString() ?? null,
      lastEndedAt: schedule.lastEndedAt?.toISOString() ?? null,
      lastError: schedule.lastError,
    })),
  };
}

type Known = { setting: Setting | undefined; figures: Figures; counts: Counts[] };

function describeQueue(name: QueueName, { setting, figures, counts }: Known): QueuesList['queues'][number] {
  const { paused: isPaused, failed, completed, ...seen } = figures;
  const paused = setting?.paused ?? isPaused ?? false;
  return {
    name,
    paused,
    concurrency: setting?.concurrency ?? QUEUE_KINDS[name].concurrency,
    defaultConcurrency: QUEUE_KINDS[name].concurrency,
    setBy: setting?.setBy ?? null,
    setAt: setting?.setAt.toISOString() ?? null,
    isApplied: isPaused === null ? null : isPaused === paused,
    ...seen,
    kept: { completed, failed },
    failing: counts.reduce((sum, { failing }) => sum + failing, 0),
    dead: counts.reduce((sum, { dead }) => sum + dead, 0),
  };
}

type Figures = QueueFigures & { completed: number | null };

const UNKNOWN: Figures = { ...UNKNOWN_QUEUE, completed: null };

async function readFigures(queues: Queues, name: QueueName): Promise<Figures> {
  const [figures, completed] = await Promise.all([readQueue(queues[name]), queues[name].getCompletedCount()]);
  return { ...figures, completed };
}

function readSettings(db: Deps['db']): Promise<Setting[]> {
  return db.primary.$queryRaw<Setting[]>`
    SELECT queue, paused, concurrency, updated_at AS "setAt", users.email AS "setBy"
    FROM queue_setting LEFT JOIN users ON users.id = updated_by`;
}

function countFailed(db: Deps['db']): Promise<Counts[]> {
  return db.primary.$queryRaw<Counts[]>`
    SELECT job, count(*) FILTER (WHERE dead_at IS NULL)::integer AS failing,
           count(*) FILTER (WHERE dead_at IS NOT NULL)::integer AS dead
    FROM outbox_event WHERE closed_at IS NULL AND failed_at IS NOT NULL
    GROUP BY job`;
}

/** Null for a job that this version does not know. */
export function queueOf(job: string): QueueName | null {
  return Object.hasOwn(JOBS, job) ? JOBS[job as keyof typeof JOBS].queue : null;
}
