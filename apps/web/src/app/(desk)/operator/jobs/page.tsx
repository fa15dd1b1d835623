import { failedJobStateSchema } from '@holdfast/shared/contracts/operations-queues';
import { QUEUES } from '@holdfast/shared/jobs';
import { api } from '../../../../api/server.ts';
import { readChoice, readCursors, readText, type SearchParams } from '../../../../desk/table-address.ts';
import { TableFilters } from '../../../../desk/table-filters.tsx';
import { load } from '../../../../desk/table-load.ts';
import { TablePage } from '../../../../desk/table-page.tsx';
import { ReadFailure, TableEmpty } from '../../../../desk/table-states.tsx';
import { FailedPanel } from '../../../../features/jobs/failed-panel.tsx';
import { KeepFresh } from '../../../../features/jobs/keep-fresh.tsx';
import { QueuesPanel } from '../../../../features/jobs/queues-panel.tsx';
import { SchedulesTable } from '../../../../features/jobs/schedules-table.tsx';
import { Section } from '../../../../features/operations/section.tsx';
import { Notice } from '../../../../ui/notice.tsx';

const PATH = '/operator/jobs';
const LIMIT = 50;
const CHOICES = [
  {
    name: 'state',
    label: 'State',
    options: [
      { value: '', label: 'Failing and dead' },
      { value: 'failing', label: 'Failing' },
      { value: 'dead', label: 'Dead' },
    ],
  },
  {
    name: 'queue',
    label: 'Queue',
    options: [{ value: '', label: 'All queues' }, ...QUEUES.map((value) => ({ value, label: value }))],
  },
];

export const metadata = { title: 'Jobs' };

type Props = { searchParams: Promise<SearchParams> };

export default async function JobsPage({ searchParams }: Props) {
  const params = await searchParams;
  const filter = {
    q: readText(params, 'q')?.slice(0, 200),
    state: readChoice(params, 'state', failedJobStateSchema.options),
    queue: readChoice(params, 'queue', QUEUES),
  };
  const cursors = readCursors(params);
  const { queues } = (await api()).operations;
  const [list, failed] = await Promise.all([
    load(queues.list.query()),
    load(queues.failed.query({ ...filter, cursor: cursors.at(-1), limit: LIMIT })),
  ]);
  const at = new Date().toISOString();
  return (
    <div className="grid gap-8">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h1 className="text-2xl">Jobs</h1>
        <KeepFresh at={at} />
      </div>
      {'code' in list ? (
        <ReadFailure what="The queues" code={list.code} href={PATH} />
      ) : (
        <>
          {list.data.queues.every(({ isApplied }) => isApplied === null) && <RedisAway />}
          <QueuesPanel queues={list.data.queues} />
        </>
      )}
      <Section title="Failing and dead" note="Failing jobs are tried on. Dead ones wait for you.">
        <div className="grid gap-3">
          <TableFilters
            search={{ label: 'Search failed jobs', placeholder: 'Error or order number' }}
            choices={CHOICES}
            values={filter}
          >
            <TablePage
              path={PATH}
              query={filter}
              cursors={cursors}
              limit={LIMIT}
              what="The failed jobs"
              list={failed}
              empty={<NoFailed isFiltered={Object.values(filter).some(Boolean)} />}
            >
              {(items) => <FailedPanel items={items} filter={filter} at={at} />}
            </TablePage>
          </TableFilters>
        </div>
      </Section>
      {'data' in list && <SchedulesTable schedules={list.data.schedules} at={at} />}
    </div>
  );
}

function RedisAway() {
  return (
    <Notice kind="warning" title="redis-queue does not answer">
      <p className="text-sm">
        What waits is not known. Jobs are kept in PostgreSQL and done when it is back; what you change here is
        kept as well and takes effect then.
      </p>
    </Notice>
  );
}

function NoFailed({ isFiltered }: { isFiltered: boolean }) {
  if (!isFiltered) return <TableEmpty title="No job fails" />;
  return (
    <TableEmpty title="No job fits these filters">
      <a href={PATH} className="underline underline-offset-4">
        Show all that fail
      </a>
    </TableEmpty>
  );
}
