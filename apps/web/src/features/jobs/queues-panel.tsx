'use client';
import { Figure } from '../../desk/figure.tsx';
import { Badge, Cell, HeadCell, Row, Table, TableHead } from '../../desk/table.tsx';
import { formatCount, formatMs } from '../operations/format-figures.ts';
import { ChangeButton } from './change-button.tsx';
import { CleanDialog, ConcurrencyDialog, PauseDialog, type Queue } from './queue-dialogs.tsx';
import { usePanel } from './use-panel.ts';

type Change = { queue: Queue; what: 'pause' | 'concurrency' | 'clean' };

const HEADS = ['Workers', 'Waiting', 'Active', 'Delayed', 'Oldest', 'Failing', 'Dead', 'At a time', 'Kept'];
/** On a phone it reaches beyond its line, so that the figures beside it stay in line. */
const IN_CELL = 'max-md:-my-3';
const DIALOGS = { pause: PauseDialog, concurrency: ConcurrencyDialog, clean: CleanDialog };

/** The queues, with what an operator may do to each. */
export function QueuesPanel({ queues }: { queues: Queue[] }) {
  const { change, done, start, dialog } = usePanel<Change>();
  const Dialog = change && DIALOGS[change.what];
  return (
    <section aria-labelledby="queues" className="grid gap-1">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="queues" className="text-lg">
          Queues
        </h2>
        <output className="text-sm font-medium">{done}</output>
      </div>
      <Table label="Queues">
        <TableHead>
          <HeadCell>Queue</HeadCell>
          <HeadCell>State</HeadCell>
          {HEADS.map((head) => (
            <HeadCell key={head} isNumber>
              {head}
            </HeadCell>
          ))}
          <HeadCell>
            <span className="sr-only">Pause or resume</span>
          </HeadCell>
        </TableHead>
        <tbody className="max-md:block">
          {queues.map((queue) => (
            <QueueRow key={queue.name} queue={queue} onChange={(what) => start({ queue, what })} />
          ))}
        </tbody>
      </Table>
      {Dialog && <Dialog queue={change.queue} {...dialog} />}
    </section>
  );
}

function QueueRow({ queue, onChange }: { queue: Queue; onChange: (what: Change['what']) => void }) {
  const { name, paused, concurrency, kept, failing, dead } = queue;
  const keptInAll = kept.completed === null || kept.failed === null ? null : kept.completed + kept.failed;
  return (
    <Row>
      <Cell isMain className="font-medium">
        {name}
      </Cell>
      <Cell label="State" className="max-md:col-span-3">
        <QueueState queue={queue} />
      </Cell>
      <CountCell label="Workers" count={queue.workers} />
      <CountCell label="Waiting" count={queue.waiting} />
      <CountCell label="Active" count={queue.active} />
      <CountCell label="Delayed" count={queue.delayed} />
      <Cell label="Oldest" isNumber className="md:whitespace-nowrap">
        <Figure
          value={formatMs(queue.oldestWaitingMs)}
          why={queue.waiting === 0 ? 'No job waits' : 'Not known'}
        />
      </Cell>
      <CountCell label="Failing" count={failing} />
      <Cell label="Dead" isNumber className={dead > 0 ? 'text-warning' : ''}>
        {formatCount(dead)}
      </Cell>
      <Cell label="At a time" isNumber>
        <ChangeButton
          className={IN_CELL}
          aria-label={`Change how many jobs of ${name} are done at a time, now ${concurrency}`}
          onClick={() => onChange('concurrency')}
        >
          {formatCount(concurrency)}
        </ChangeButton>
      </Cell>
      <Cell label="Kept" isNumber>
        {keptInAll ? (
          <ChangeButton
            className={IN_CELL}
            aria-label={`Remove what is kept of ${keptInAll} jobs of ${name}`}
            onClick={() => onChange('clean')}
          >
            {formatCount(keptInAll)}
          </ChangeButton>
        ) : (
          <Figure value={formatCount(keptInAll)} />
        )}
      </Cell>
      <Cell isMain className="md:text-end">
        <ChangeButton aria-label={`${paused ? 'Resume' : 'Pause'} ${name}`} onClick={() => onChange('pause')}>
          {paused ? 'Resume' : 'Pause'}
        </ChangeButton>
      </Cell>
    </Row>
  );
}

function CountCell({ label, count }: { label: string; count: number | null }) {
  return (
    <Cell label={label} isNumber>
      <Figure value={formatCount(count)} />
    </Cell>
  );
}

function QueueState({ queue: { paused, isApplied, workers, setBy } }: { queue: Queue }) {
  const by =
    paused && setBy ? <span className="ms-2 text-xs break-all text-ink-soft">by {setBy}</span> : null;
  if (isApplied === false) {
    return <Badge kind="warning">{paused ? 'Pausing' : 'Resuming'}</Badge>;
  }
  if (paused) {
    return (
      <>
        <Badge kind="danger">Paused</Badge>
        {by}
      </>
    );
  }
  if (isApplied === null) return <Badge kind="warning">Not known</Badge>;
  return workers === 0 ? <Badge kind="danger">No workers</Badge> : <Badge>Running</Badge>;
}
