'use client';
import type { FailedJobs, FailedJobsFilter } from '@holdfast/shared/contracts/operations-queues';
import { useState } from 'react';
import { trpc } from '../../api/client.ts';
import { ChangeDialog } from '../../desk/change-dialog.tsx';
import { useChange } from '../../desk/use-change.ts';
import { TextField } from '../../ui/field.tsx';
import { countJobs, describeJob } from './job-words.ts';
import type { DialogEnd } from './use-panel.ts';

export type FailedJob = FailedJobs['items'][number];

/** Has all jobs tried again that the list shows by its filters, those of its other pages as well. */
export function RetryAllDialog({ filter, onDone, onClose }: DialogEnd & { filter: FailedJobsFilter }) {
  const change = useChange<FailedJobsFilter>(async (matching, { signal }) => {
    const { count, hasMore } = await trpc.operations.queues.retry.mutate({ matching }, { signal });
    const words = `${countJobs(count)} ${count === 1 ? 'is' : 'are'} sent again.`;
    onDone(hasMore ? `${words} There are more: send them again, too.` : words);
  });
  return (
    <ChangeDialog
      title="Send all of them again"
      subject="All failing and dead jobs that fit the filters, on every page of the list."
      action="Send them again"
      isSending={change.isSending}
      failure={change.failure}
      onSend={() => void change.send(filter)}
      onClose={onClose}
    >
      <p className="text-sm">
        Mend first what made them fail. A job whose effect is there already does nothing: nobody is charged
        twice by it.
      </p>
    </ChangeDialog>
  );
}

/** Gives a dead job up for good, with the reason why. */
export function DiscardDialog({ job, onDone, onClose }: DialogEnd & { job: FailedJob }) {
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const change = useChange<{ id: string; reason: string }>(async (input, { signal }) => {
    await trpc.operations.queues.discard.mutate(input, { signal });
    onDone(`Discarded: ${describeJob(job.job)}${job.orderNumber ? `, ${job.orderNumber}` : ''}.`);
  });
  const send = () => {
    setTried(true);
    if (reason.trim()) void change.send({ id: job.id, reason: reason.trim() });
  };
  return (
    <ChangeDialog
      title="Discard the job"
      subject={[describeJob(job.job), job.orderNumber].filter(Boolean).join(' · ')}
      action="Discard it"
      actionKind="danger"
      isSending={change.isSending}
      failure={change.failure}
      onSend={send}
      onClose={onClose}
    >
      <p className="text-sm">
        It will never be done, and cannot be brought back. The order itself stays as it is.
      </p>
      <TextField
        label="Reason"
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        error={isTried && !reason.trim() ? 'Say why: it is kept with the job.' : undefined}
        hint="Kept with the job and your name."
        maxLength={200}
        dir="auto"
        autoComplete="off"
      />
    </ChangeDialog>
  );
}
