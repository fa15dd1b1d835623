import type { Snapshot } from '@holdfast/shared/contracts/operations';
import Link from 'next/link';
import { memo, useMemo } from 'react';
import { Clock } from '../../desk/time.tsx';
import { findProblems, type Problem } from './find-problems.ts';

type Props = { snapshot: Snapshot | null; isStale: boolean };

/** What is wrong, worst first. Without fresh figures nothing is called well. */
export function Problems({ snapshot, isStale }: Props) {
  const problems = useMemo(() => snapshot && findProblems(snapshot), [snapshot]);
  if (!snapshot || !problems) return <section aria-label="What is wrong" className="min-h-12" />;
  return (
    <section aria-label="What is wrong" className="grid gap-2">
      {isStale && (
        <p className="flex min-h-12 flex-wrap items-center gap-x-1 text-sm text-ink-soft">
          What is wrong now is not known. At <Clock iso={snapshot.at} />
          {problems.length === 0 ? 'all parts were well.' : 'it was this:'}
        </p>
      )}
      <div className={`grid gap-2 ${isStale ? 'grayscale [--ink:var(--ink-soft)]' : ''}`}>
        {problems.length === 0 ? (
          !isStale && <p className="flex min-h-12 items-center text-lg">All parts are well.</p>
        ) : (
          <ul className="grid gap-1.5">
            {problems.map((problem) => (
              <ProblemRow key={problem.id} {...problem} />
            ))}
          </ul>
        )}
      </div>
      <Announcement problems={problems} isStale={isStale} />
    </section>
  );
}

/** Read out when something goes wrong or well again, not with each second that it lasts; old news never. */
const Announcement = memo(
  function Announcement({ problems, isStale }: AnnouncementProps) {
    if (isStale) return <output className="sr-only" />;
    return (
      <output className="sr-only">
        {problems.length === 0 ? 'All parts are well.' : problems.map(({ title }) => title).join('. ')}
      </output>
    );
  },
  (one, other) => one.isStale === other.isStale && idsOf(one.problems) === idsOf(other.problems),
);

type AnnouncementProps = { problems: Problem[]; isStale: boolean };

function idsOf(problems: Problem[]): string {
  return problems.map(({ id }) => id).join();
}

const BOXES = {
  danger: 'border-danger bg-danger-soft',
  warning: 'border-warning bg-warning-soft',
};

const ProblemRow = memo(function ProblemRow({ severity, title, detail, href }: Problem) {
  return (
    <li
      className={`grid items-baseline gap-x-6 border-s-4 px-3 py-2 text-sm md:grid-cols-[minmax(14rem,auto)_1fr_auto] ${BOXES[severity]}`}
    >
      <strong
        className={`font-medium tabular-nums ${severity === 'danger' ? 'text-danger' : 'text-warning'}`}
      >
        {title}
      </strong>
      <span className="text-ink">{detail}</span>
      {href && (
        <Link
          href={href}
          prefetch={false}
          className="underline max-md:inline-flex max-md:min-h-11 max-md:items-center underline-offset-4"
        >
          Look into it
        </Link>
      )}
    </li>
  );
});
