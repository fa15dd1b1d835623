import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { memo, type ReactNode } from 'react';
import { Figure } from '../../desk/figure.tsx';
import { Badge, type BadgeKind } from '../../desk/table.tsx';
import { formatAge, formatBytes, formatCount, formatMs } from './format-figures.ts';
import { Section } from './section.tsx';

type Props = Pick<Snapshot, 'database' | 'redis' | 'outbox' | 'circuits'>;

const REPLICA: Record<Props['database']['replicas'][number]['state'], [string, BadgeKind]> = {
  streaming: ['Streaming', 'plain'],
  lagging: ['Lagging', 'warning'],
  down: ['Down', 'danger'],
};

const CIRCUIT: Record<Props['circuits'][number]['state'], [string, BadgeKind]> = {
  closed: ['Closed', 'plain'],
  half_open: ['Half open', 'warning'],
  open: ['Open', 'danger'],
};

/** Databases, Redis, the outbox and the calls to the outside. */
export const PartsTable = memo(function PartsTable({ database, redis, outbox, circuits }: Props) {
  const { primary, replicas } = database;
  return (
    <Section title="Stores">
      <dl className="border-t border-line-strong text-sm">
        <Part name="primary" state={upOrDown(primary.state)}>
          <Value label="connections" value={formatCount(primary.connections)} />
        </Part>
        {replicas.map(({ name, state, lagMs, lagBytes }) => (
          <Part key={name} name={name} state={REPLICA[state]}>
            <Value label="behind" value={formatMs(lagMs)} />
            <Value label="of log" value={formatBytes(lagBytes)} />
          </Part>
        ))}
        {redis.map(({ name, state, usedBytes }) => (
          <Part key={name} name={name} state={upOrDown(state)}>
            <Value label="in use" value={formatBytes(usedBytes)} />
          </Part>
        ))}
        <Part name="outbox" state={outbox.pending === null ? ['Not known', 'warning'] : null}>
          <Value label="waiting" value={formatCount(outbox.pending)} />
          <Value
            label="oldest"
            value={formatAge(outbox.oldestMs)}
            why={outbox.pending === 0 ? 'Nothing waits' : 'Not known'}
          />
        </Part>
        {circuits.map(({ name, state }) => (
          <Part key={name} name={name} state={CIRCUIT[state]} />
        ))}
      </dl>
    </Section>
  );
});

type PartProps = { name: string; state: [string, BadgeKind] | null; children?: ReactNode };

function Part({ name, state, children }: PartProps) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 border-b border-line px-2 py-1.5">
      <dt className="w-28 font-medium">{name}</dt>
      {state && (
        <dd>
          <Badge kind={state[1]}>{state[0]}</Badge>
        </dd>
      )}
      <dd className="ms-auto flex gap-x-4">{children}</dd>
    </div>
  );
}

function Value({ label, value, why }: { label: string; value: string | null; why?: string }) {
  return (
    <span className="whitespace-nowrap">
      <span className="font-figures tabular-nums">
        <Figure value={value} why={why} />
      </span>{' '}
      <span className="text-xs text-ink-soft">{label}</span>
    </span>
  );
}

function upOrDown(state: 'up' | 'down'): [string, BadgeKind] {
  return state === 'up' ? ['Up', 'plain'] : ['Down', 'danger'];
}
