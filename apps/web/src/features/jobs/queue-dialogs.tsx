'use client';
import type { QueuesList } from '@holdfast/shared/contracts/operations-queues';
import { useState } from 'react';
import { trpc } from '../../api/client.ts';
import { ChangeDialog } from '../../desk/change-dialog.tsx';
import { useChange } from '../../desk/use-change.ts';
import { TextField } from '../../ui/field.tsx';
import { formatCount } from '../operations/format-figures.ts';
import { APPLIED_LATER, countJobs, queueMeaning } from './job-words.ts';
import type { DialogEnd } from './use-panel.ts';

export type Queue = QueuesList['queues'][number];
type Props = DialogEnd & { queue: Queue };

const MAX_CONCURRENCY = 200;

/** Pauses a queue, after saying what stands still by it, or resumes it. */
export function PauseDialog({ queue: { name, paused, waiting }, onDone, onClose }: Props) {
  const change = useChange<{ queue: Queue['name'] }>(async (input, { signal }) => {
    const { queues } = trpc.operations;
    const set = await (paused ? queues.resume : queues.pause).mutate(input, { signal });
    const message = set.paused ? `${name} is paused.` : `${name} is resumed.`;
    onDone(set.isApplied ? message : `${message} ${APPLIED_LATER}`);
  });
  return (
    <ChangeDialog
      title={paused ? `Resume ${name}` : `Pause ${name}`}
      subject={paused ? 'Its jobs are done again at once.' : queueMeaning(name)}
      action={paused ? 'Resume it' : 'Pause it'}
      actionKind={paused ? 'primary' : 'danger'}
      isSending={change.isSending}
      failure={change.failure}
      onSend={() => void change.send({ queue: name })}
      onClose={onClose}
    >
      <p className="text-sm">
        {paused
          ? `${waiting === null ? 'What waits' : countJobs(waiting)} will be done, the oldest first.`
          : 'Its jobs wait until you resume it, also after a restart. Those at work now are finished. No job is lost.'}
      </p>
    </ChangeDialog>
  );
}

/** How many jobs of a queue each worker does at a time. */
export function ConcurrencyDialog({ queue, onDone, onClose }: Props) {
  const { name, concurrency, defaultConcurrency } = queue;
  const [text, setText] = useState(String(concurrency));
  const [isTried, setTried] = useState(false);
  const change = useChange<{ queue: Queue['name']; concurrency: number | null }>(
    async (input, { signal }) => {
      const set = await trpc.operations.queues.setConcurrency.mutate(input, { signal });
      onDone(`Each worker now does ${countJobs(set.concurrency)} of ${name} at a time.`);
    },
  );
  const wanted = readConcurrency(text);
  const send = () => {
    setTried(true);
    if (wanted === null) return;
    void change.send({ queue: name, concurrency: wanted === defaultConcurrency ? null : wanted });
  };
  return (
    <ChangeDialog
      title="Jobs at a time"
      subject={name}
      action="Set it"
      isSending={change.isSending}
      failure={change.failure}
      onSend={send}
      onClose={onClose}
    >
      <TextField
        label="Jobs at a time in each worker"
        value={text}
        onChange={({ target }) => setText(target.value)}
        error={isTried && wanted === null ? `Write a whole number from 1 to ${MAX_CONCURRENCY}.` : undefined}
        hint={`${defaultConcurrency} unless you set another number. Workers take it within seconds, without a restart.`}
        inputMode="numeric"
        autoComplete="off"
        className="font-figures tabular-nums"
      />
    </ChangeDialog>
  );
}

/** Null when it is no number of jobs. */
function readConcurrency(text: string): number | null {
  const jobs = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
  return jobs >= 1 && jobs <= MAX_CONCURRENCY ? jobs : null;
}

/** Removes from Redis what it keeps of a queue's jobs that are over. */
export function CleanDialog({ queue: { name, kept }, onDone, onClose }: Props) {
  const change = useChange<{ queue: Queue['name'] }>(async ({ queue }, { signal }) => {
    const { clean } = trpc.operations.queues;
    const done = await clean.mutate({ queue, outcome: 'completed' }, { signal });
    const failed = await clean.mutate({ queue, outcome: 'failed' }, { signal });
    onDone(`What was kept of ${countJobs(done.removed + failed.removed)} of ${name} is removed.`);
  });
  return (
    <ChangeDialog
      title="Remove what is kept"
      subject={name}
      action="Remove it"
      isSending={change.isSending}
      failure={change.failure}
      onSend={() => void change.send({ queue: name })}
      onClose={onClose}
    >
      <p className="text-sm">
        Redis keeps {formatCount(kept.completed)} done and {formatCount(kept.failed)} failed for a while.
        Removing them frees memory. No job is lost: what is owed and what fails stands in PostgreSQL.
      </p>
    </ChangeDialog>
  );
}
