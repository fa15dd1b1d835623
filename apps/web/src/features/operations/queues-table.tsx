import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { memo } from 'react';
import { Figure } from '../../desk/figure.tsx';
import { Badge, Cell, HeadCell, Row, Table, TableHead } from '../../desk/table.tsx';
import { formatCount, formatMs, formatRate } from './format-figures.ts';
import { Section } from './section.tsx';

type Queue = Snapshot['queues'][number];

const HEADS = ['Workers', 'Waiting', 'Active', 'Delayed', 'Failed', 'Oldest', 'Done a second'];

/** Each queue with its jobs by state, and how many workers take them. */
export const QueuesTable = memo(function QueuesTable({ queues }: { queues: Queue[] }) {
  return (
    <Section title="Queues">
      <Table label="Queues">
        <TableHead>
          <HeadCell>Queue</HeadCell>
          <HeadCell>State</HeadCell>
          {HEADS.map((head) => (
            <HeadCell key={head} isNumber>
              {head}
            </HeadCell>
          ))}
        </TableHead>
        <tbody className="max-md:block">
          {queues.map((queue) => (
            <QueueRow key={queue.name} queue={queue} />
          ))}
        </tbody>
      </Table>
    </Section>
  );
});

const QueueRow = memo(function QueueRow({ queue }: { queue: Queue }) {
  const { name, workers, waiting, active, delayed, failed, oldestWaitingMs, perSecond } = queue;
  return (
    <Row>
      <Cell isMain className="font-medium">
        {name}
      </Cell>
      <Cell label="State">
        <QueueState queue={queue} />
      </Cell>
      <Cell label="Workers" isNumber>
        <Figure value={formatCount(workers)} />
      </Cell>
      <Cell label="Waiting" isNumber>
        <Figure value={formatCount(waiting)} />
      </Cell>
      <Cell label="Active" isNumber>
        <Figure value={formatCount(active)} />
      </Cell>
      <Cell label="Delayed" isNumber>
        <Figure value={formatCount(delayed)} />
      </Cell>
      <Cell label="Failed" isNumber className={failed ? 'text-warning' : ''}>
        <Figure value={formatCount(failed)} />
      </Cell>
      <Cell label="Oldest" isNumber>
        <Figure value={formatMs(oldestWaitingMs)} why={waiting === 0 ? 'No job waits' : 'Not known'} />
      </Cell>
      <Cell label="Done a second" isNumber>
        <Figure value={formatRate(perSecond)} />
      </Cell>
    </Row>
  );
});

function QueueState({ queue: { waiting, paused, workers } }: { queue: Queue }) {
  if (waiting === null) return <Badge kind="warning">Not known</Badge>;
  if (paused) return <Badge kind="danger">Paused</Badge>;
  if (workers === 0) return <Badge kind="danger">No workers</Badge>;
  return <Badge>Running</Badge>;
}
