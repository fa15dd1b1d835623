import type { QueuesList } from '@holdfast/shared/contracts/operations-queues';
import { Figure } from '../../desk/figure.tsx';
import { Badge, Cell, HeadCell, Row, Table, TableHead } from '../../desk/table.tsx';
import { TableEmpty } from '../../desk/table-states.tsx';
import { formatAge } from '../operations/format-figures.ts';
import { Section } from '../operations/section.tsx';

type Schedule = QueuesList['schedules'][number];

/** Workers look every few seconds; what is due for longer is done by nobody. */
const LATE_MS = 30_000;

/** What is done now and then: how often, when it was last done, when it is done next. */
export function SchedulesTable({ schedules, at }: { schedules: Schedule[]; at: string }) {
  return (
    <Section title="Schedules" note="Each is done by one worker at a time.">
      {schedules.length === 0 ? (
        <TableEmpty title="No schedules yet">The first worker that starts writes them down.</TableEmpty>
      ) : (
        <Table label="Schedules">
          <TableHead>
            <HeadCell>Schedule</HeadCell>
            <HeadCell>State</HeadCell>
            <HeadCell isNumber>Every</HeadCell>
            <HeadCell isNumber>Last run</HeadCell>
            <HeadCell isNumber>It took</HeadCell>
            <HeadCell isNumber>Next run</HeadCell>
          </TableHead>
          <tbody className="max-md:block">
            {schedules.map((schedule) => (
              <ScheduleRow key={schedule.name} schedule={schedule} now={Date.parse(at)} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function ScheduleRow({ schedule, now }: { schedule: Schedule; now: number }) {
  const { name, what, everyMs, nextAt, lastStartedAt, lastError } = schedule;
  const untilNext = Date.parse(nextAt) - now;
  return (
    <Row>
      <Cell isMain>
        <span className="font-medium">{name}</span>
        <span className="block text-xs text-ink-soft">{what}</span>
      </Cell>
      <Cell label="State" className="max-md:col-span-3">
        <ScheduleState schedule={schedule} untilNext={untilNext} />
        {lastError && <span className="mt-1 block text-xs break-words text-danger">{lastError}</span>}
      </Cell>
      <Cell label="Every" isNumber className="md:whitespace-nowrap">
        {formatAge(everyMs).replace(/ 0 (s|min|h)$/, '')}
      </Cell>
      <Cell label="Last run" isNumber className="md:whitespace-nowrap">
        <Figure
          value={lastStartedAt && `${formatAge(Math.max(0, now - Date.parse(lastStartedAt)))} ago`}
          why="Never"
        />
      </Cell>
      <Cell label="It took" isNumber className="md:whitespace-nowrap">
        <Figure value={durationOf(schedule)} why="It has not ended" />
      </Cell>
      <Cell label="Next run" isNumber className="md:whitespace-nowrap">
        {untilNext > 0 ? `in ${formatAge(untilNext)}` : 'now'}
      </Cell>
    </Row>
  );
}

function ScheduleState({ schedule, untilNext }: { schedule: Schedule; untilNext: number }) {
  if (untilNext < -LATE_MS) return <Badge kind="danger">Nobody runs it</Badge>;
  if (schedule.lastError) return <Badge kind="warning">Failed</Badge>;
  if (schedule.lastStartedAt && durationOf(schedule) === null) return <Badge>Running</Badge>;
  return <Badge>{schedule.lastStartedAt ? 'Done' : 'Waiting'}</Badge>;
}

/** How long the last run took; null when it has not ended. */
function durationOf({ lastStartedAt, lastEndedAt }: Schedule): string | null {
  if (!lastStartedAt || !lastEndedAt || lastEndedAt < lastStartedAt) return null;
  const ms = Date.parse(lastEndedAt) - Date.parse(lastStartedAt);
  return ms < 1_000 ? `${ms} ms` : formatAge(ms);
}
