import { describeError } from '@holdfast/commerce/infra/describe-error';
import { type JobFate, recordFailedAttempt } from '@holdfast/commerce/infra/outbox';
import { MailServerAway } from '@holdfast/commerce/notifications/mailer';
import { classifyError } from '@holdfast/db/classify-error';
import { isJobName, isTriedUntilDone, KEEP_DEAD_LETTERS } from '@holdfast/shared/jobs';
import type { Job, Queue } from 'bullmq';
import { z } from 'zod';
import type { WorkerDeps } from './handlers.ts';

const envelope = z.object({ eventId: z.uuid() });

/**
 * Notes an attempt that failed: in the job's outbox row, and when the job is given up also as a dead letter. The row
 * is what counts; a letter that Redis does not take is missing there and nowhere else.
 */
export async function recordFailure(
  parts: { deps: WorkerDeps; deadLetters: Queue },
  job: Job,
  error: Error,
): Promise<void> {
  const { deps, deadLetters } = parts;
  const fate = fateOf(job, error);
  deps.log[fate === 'tried_again' ? 'warn' : 'error'](
    { err: error, job: job.name, jobId: job.id, attempt: job.attemptsMade, fate },
    fate === 'dead' ? 'a job failed and is given up' : 'a job failed and is tried again',
  );
  const eventId = envelope.safeParse(job.data).data?.eventId;
  try {
    if (eventId) await recordFailedAttempt(deps.db.primary, eventId, { error, fate });
    if (fate === 'dead') await writeDeadLetter(deadLetters, job, { eventId, error });
  } catch (failure) {
    deps.log.warn({ err: failure, jobId: job.id }, 'a failed job could not be noted as such');
  }
}

function fateOf(job: Job, error: Error): JobFate {
  if (job.finishedOn === undefined) return 'tried_again';
  // However long the mail server or the database is away, nobody has to send all those jobs again by hand.
  if (error instanceof MailServerAway || classifyError(error) === 'lost') return 'sent_again';
  // An unknown job is not given up: the relay that sent it is newer than this worker and sends it again.
  return isJobName(job.name) && !isTriedUntilDone(job.name) ? 'dead' : 'sent_again';
}

async function writeDeadLetter(
  deadLetters: Queue,
  job: Job,
  { eventId, error }: { eventId: string | undefined; error: Error },
): Promise<void> {
  const letter = {
    queue: job.queueName,
    data: job.data,
    attempts: job.attemptsMade,
    error: describeError(error),
  };
  // One for each event, the newest: BullMQ swallows an id that it knows.
  if (eventId) await deadLetters.remove(eventId);
  await deadLetters.add(job.name, letter, eventId ? { jobId: eventId } : {});
  const excess = (await deadLetters.getWaitingCount()) - KEEP_DEAD_LETTERS.count;
  if (excess > 0) await deadLetters.clean(0, excess, 'wait');
}
