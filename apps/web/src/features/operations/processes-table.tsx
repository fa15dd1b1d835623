import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { memo } from 'react';
import { Figure } from '../../desk/figure.tsx';
import { Badge, Cell, HeadCell, Row, Table, TableHead } from '../../desk/table.tsx';
import { formatAge, formatBytes, formatMs, formatRate } from './format-figures.ts';
import { Section } from './section.tsx';

type Node = Snapshot['nodes'][number];

const HEADS = ['Pid', 'Uptime', 'Heartbeat', 'Requests/s', 'p95', 'Loop lag', 'Memory'];

/** The processes, dead ones first. */
export const ProcessesTable = memo(function ProcessesTable({ snapshot }: { snapshot: Snapshot }) {
  const { at, nodes, database } = snapshot;
  const isHeard = database.primary.state === 'up';
  return (
    <Section
      title="Processes"
      {...(!isHeard && { note: 'Heartbeats are kept by the primary, which is down: who runs is not known.' })}
    >
      {nodes.length === 0 ? (
        <p className="border-t border-line py-3 text-sm text-ink-soft">Not known.</p>
      ) : (
        <Table label="Processes">
          <TableHead>
            <HeadCell>Process</HeadCell>
            <HeadCell>State</HeadCell>
            {HEADS.map((head) => (
              <HeadCell key={head} isNumber>
                {head}
              </HeadCell>
            ))}
          </TableHead>
          <tbody className="max-md:block">
            {nodes.toSorted(worstFirst).map((node) => (
              <NodeRow key={node.id} node={node} at={at} isHeard={isHeard} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
});

type NodeRowProps = { node: Node; at: string; isHeard: boolean };

function NodeRow({ node, at, isHeard }: NodeRowProps) {
  const { id, role, pid, state, startedAt, seenAt, rps, p95Ms, eventLoopLagMs, rssBytes } = node;
  const isUp = state === 'up';
  const quiet = isUp && role === 'worker' ? 'Workers take no requests' : 'Not known';
  return (
    <Row isMarked={isHeard && !isUp}>
      <Cell isMain className="font-medium">
        {id}
      </Cell>
      <Cell label="State">
        <NodeState isUp={isUp} isHeard={isHeard} />
      </Cell>
      <Cell label="Pid" isNumber className="text-ink-soft">
        {pid}
      </Cell>
      <Cell label="Uptime" isNumber>
        <Figure value={isUp ? formatAge(wholeSeconds(since(startedAt, at))) : null} />
      </Cell>
      <Cell label="Heartbeat" isNumber>
        {formatAge(Math.max(0, since(seenAt, at)))}
      </Cell>
      <Cell label="Requests/s" isNumber>
        <Figure value={formatRate(rps)} why={quiet} />
      </Cell>
      <Cell label="p95" isNumber>
        <Figure
          value={formatMs(p95Ms)}
          why={quiet === 'Not known' && isUp ? 'No requests in the last 10 s' : quiet}
        />
      </Cell>
      <Cell label="Loop lag" isNumber>
        <Figure value={formatMs(eventLoopLagMs)} />
      </Cell>
      <Cell label="Memory" isNumber>
        <Figure value={isUp ? formatBytes(rssBytes) : null} />
      </Cell>
    </Row>
  );
}

function NodeState({ isUp, isHeard }: { isUp: boolean; isHeard: boolean }) {
  if (!isHeard) return <Badge kind="warning">Not known</Badge>;
  return isUp ? <Badge>Up</Badge> : <Badge kind="danger">Down</Badge>;
}

function worstFirst(one: Node, other: Node): number {
  const dead = Number(one.state === 'up') - Number(other.state === 'up');
  return dead || one.id.localeCompare(other.id, 'en', { numeric: true });
}

function since(iso: string, at: string): number {
  return Date.parse(at) - Date.parse(iso);
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}
