import type { JobRun } from '@holdfast/commerce/infra/queue';
import { DomainError, ERRORS } from '@holdfast/shared/errors';
import { isJobName, JOBS, type JobName, type JobPayload } from '@holdfast/shared/jobs';
import { UnrecoverableError } from 'bullmq';
import { z } from 'zod';
import { HANDLERS, type Handlers, type WorkerDeps } from './handlers.ts';

const envelope = z.object({ eventId: z.uuid(), payload: z.unknown() });

/**
 * One attempt at a queued job, ended when the job's time is up. An attempt that does not listen to its signal may
 * still finish later; its receipt then decides what counts.
 *
 * @throws UnrecoverableError when another attempt of the same job can change nothing.
 */
export async function runJob(deps: WorkerDeps, queued: { name: string; data: unknown }): Promise<void> {
  if (!isJobName(queued.name)) throw new UnrecoverableError(`no job is called ${queued.name}`);
  await attempt(deps, queued.name, queued.data).catch((error) => {
    if (error instanceof DomainError && !ERRORS[error.code].retryable) {
      throw new UnrecoverableError(`${error.code}: ${error.message}`);
    }
    throw error;
  });
}

async function attempt(deps: WorkerDeps, name: JobName, data: unknown): Promise<void> {
  const signal = AbortSignal.timeout(JOBS[name].timeoutMs);
  const job = parseJob(name, { data, signal });
  const timedOut = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  await Promise.race([handle(deps, name, job), timedOut]);
}

function handle<N extends JobName>(deps: WorkerDeps, name: N, job: JobRun<N>): Promise<void> {
  const handler: Handlers[N] = HANDLERS[name];
  return handler(deps, job);
}

function parseJob<N extends JobName>(
  name: N,
  { data, signal }: { data: unknown; signal: AbortSignal },
): JobRun<N> {
  const parsed = envelope.safeParse(data);
  const payload = JOBS[name].payload.safeParse(parsed.data?.payload);
  if (!parsed.success || !payload.success) {
    throw new UnrecoverableError(`the payload is not one of ${name}`);
  }
  return { eventId: parsed.data.eventId, payload: payload.data as JobPayload<N>, signal };
}
