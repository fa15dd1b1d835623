'use client';
import type { FailedJobsFilter } from '@holdfast/shared/contracts/operations-queues';
import Link from 'next/link';
import { trpc } from '../../api/client.ts';
import { describeFailure } from '../../desk/change-failure.ts';
import { TableBody } from '../../desk/table-body.tsx';
import { Badge, Cell, HeadCell, Row, Table, TableHead } from '../../desk/table.tsx';
import { Time } from '../../desk/time.tsx';
import { formatAge, formatCount } from '../operations/format-figures.ts';
import { ChangeButton } from './change-button.tsx';
import { DiscardDialog, type FailedJob, RetryAllDialog } from './failed-dialogs.tsx';
import { describeJob } from './job-words.ts';
import { usePanel } from './use-panel.ts';

type Props = { items: FailedJob[]; filter: FailedJobsFilter; at: string };
type Change = { what: 'retry-all' } | { what: 'discard'; job: FailedJob };

/** Jobs that fail, the newest failure first, each to be sent again or, when it is dead, to be discarded. */
export function FailedPanel({ items, filter, at }: Props) {
  const { change, done, start, dialog } = usePanel<Change>();
  const retry = (job: FailedJob) => sendAgain(job).then(dialog.onDone);
  return (
    <>
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 text-sm">
        <ChangeButton onClick={() => start({ what: 'retry-all' })}>Send all of them again</ChangeButton>
        <output className="font-medium">{done}</output>
      </div>
      <Table label="Failing and dead jobs, newest failure first">
        <TableHead>
          <HeadCell>Job</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell>Error</HeadCell>
          <HeadCell isNumber>Attempts</HeadCell>
          <HeadCell isNumber>Owed for</HeadCell>
          <HeadCell>Failed</HeadCell>
          <HeadCell>
            <span className="sr-only">What to do</span>
          </HeadCell>
        </TableHead>
        <TableBody>
          {items.map((job) => (
            <FailedRow
              key={job.id}
              job={job}
              at={at}
              onRetry={() => void retry(job)}
              onDiscard={() => start({ what: 'discard', job })}
            />
          ))}
        </TableBody>
      </Table>
      {change?.what === 'retry-all' && <RetryAllDialog filter={filter} {...dialog} />}
      {change?.what === 'discard' && <DiscardDialog job={change.job} {...dialog} />}
    </>
  );
}

/** What came of it, in words. It does no harm, so nobody is asked before. */
async function sendAgain({ id, job }: FailedJob): Promise<string> {
  try {
    await trpc.operations.queues.retry.mutate({ id });
    return `Sent again: ${describeJob(job)}.`;
  } catch (error) {
    const { title, text } = describeFailure(error);
    return `${title}. ${text}`;
  }
}

type RowProps = { job: FailedJob; at: string; onRetry: () => void; onDiscard: () => void };

function FailedRow({ job, at, onRetry, onDiscard }: RowProps) {
  const words = describeJob(job.job);
  const about = job.orderNumber ? `${words}, ${job.orderNumber}` : words;
  return (
    <Row>
      <Cell isMain>
        <span className="font-medium">{words}</span>
        <span className="block text-xs text-ink-soft">
          {job.orderNumber ? (
            <Link
              href={`/operator/orders/${encodeURIComponent(job.orderNumber)}`}
              prefetch={false}
              className="font-figures underline decoration-line-strong underline-offset-4 hover:decoration-ink"
            >
              {job.orderNumber}
            </Link>
          ) : (
            <span className="font-figures">{job.job}</span>
          )}
        </span>
      </Cell>
      <Cell label="State">
        {job.state === 'dead' ? <Badge kind="danger">Dead</Badge> : <Badge kind="warning">Failing</Badge>}
      </Cell>
      <Cell label="Error" className="break-words max-md:order-1 max-md:col-span-3 md:max-w-96">
        <bdi>{job.error}</bdi>
      </Cell>
      <Cell label="Attempts" isNumber>
        {formatCount(job.attempts)}
      </Cell>
      <Cell label="Owed for" isNumber className="md:whitespace-nowrap">
        {formatAge(Math.max(0, Date.parse(at) - Date.parse(job.since)))}
      </Cell>
      <Cell label="Failed" className="max-md:order-1 max-md:col-span-3">
        <Time iso={job.failedAt} hasSeconds />
      </Cell>
      <Cell className="max-md:order-2 max-md:col-span-3 md:text-end">
        <span className="inline-flex gap-4">
          <ChangeButton data-row-link aria-label={`Send again: ${about}`} onClick={onRetry}>
            Send again
          </ChangeButton>
          {job.isDiscardable && (
            <ChangeButton aria-label={`Discard: ${about}`} onClick={onDiscard}>
              Discard
            </ChangeButton>
          )}
        </span>
      </Cell>
    </Row>
  );
}
