import { withDeadline } from '@holdfast/commerce/infra/with-deadline';
import type { Failure } from '@holdfast/commerce/payments/failure';
import { DomainError, ERRORS } from '@holdfast/shared/errors';
import { isJobName, JOBS, type JobName, type JobPayload, type QueuedJob } from '@holdfast/shared/jobs';
import { UnrecoverableError } from 'bullmq';
import { z } from 'zod';
import {
  FAILURE_HANDLERS,
  type FailureHandlers,
  HANDLERS,
  type Handlers,
  type WorkerDeps,
} from './handlers.ts';

const envelope = z.object({ eventId: z.uuid(), payload: z.unknown() });

/**
 * One attempt at a queued job, ended when the job's time is up. An attempt that does not listen to its signal may
 * still finish later; its receipt then decides what counts.
 *
 * @throws UnrecoverableError when another attempt of the same job can change nothing.
 */
export async function runJob(deps: WorkerDeps, queued: { name: string; data: unknown }): Promise<void> {
  const { name } = queued;
  if (!isJobName(name)) throw new UnrecoverableError(`no job is called ${name}`);
  const job = parseJob(name, queued.data);
  try {
    await withDeadline(JOBS[name].timeoutMs, (signal) => handle(deps, name, { ...job, signal }));
  } catch (error) {
    if (await settle(deps, name, { job, failure: { error, isFinal: isFinal(error) } })) return;
    if (isFinal(error)) throw new UnrecoverableError(`${error.code}: ${error.message}`);
    throw error;
  }
}

function handle<N extends JobName>(
  deps: WorkerDeps,
  name: N,
  job: Parameters<Handlers[N]>[1],
): Promise<void> {
  const handler: Handlers[N] = HANDLERS[name];
  return handler(deps, job);
}

/** Whether the job is over in spite of its failure. What fails in here must not hide why the attempt did. */
async function settle<N extends JobName>(
  deps: WorkerDeps,
  name: N,
  { job, failure }: { job: QueuedJob<N>; failure: Failure },
): Promise<boolean> {
  const handler: FailureHandlers[N] = FAILURE_HANDLERS[name];
  if (!handler) return false;
  try {
    return await handler(deps, job, failure);
  } catch (error) {
    deps.log.warn({ err: error, job: name, eventId: job.eventId }, 'a failed job could not be settled');
    return false;
  }
}

function isFinal(error: unknown): error is DomainError {
  return error instanceof DomainError && !ERRORS[error.code].retryable;
}

function parseJob<N extends JobName>(name: N, data: unknown): QueuedJob<N> {
  const parsed = envelope.safeParse(data);
  const payload = JOBS[name].payload.safeParse(parsed.data?.payload);
  if (!parsed.success || !payload.success) {
    throw new UnrecoverableError(`the payload is not one of ${name}`);
  }
  return { eventId: parsed.data.eventId, payload: payload.data as JobPayload<N> };
}
