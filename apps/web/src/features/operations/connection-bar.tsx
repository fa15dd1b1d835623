import Link from 'next/link';
import { Clock } from '../../desk/time.tsx';
import { formatAge } from './format-figures.ts';
import type { Connection, LiveView } from './live-feed.ts';

const WORDS: Record<Connection, string> = {
  connecting: 'Connecting',
  live: 'Live',
  paused: 'Paused while this tab is hidden',
  silent: 'Not live',
  unreachable: 'Not live',
  refused: 'Not live',
  signedOut: 'Your session has ended',
  forbidden: 'No permission',
};

const REASONS: Partial<Record<Connection, string>> = {
  silent: 'Nothing is heard from the API. Connecting again.',
  unreachable: 'The API does not answer. Connecting again.',
  refused: 'The API answers, but gives no figures. Connecting again.',
  forbidden: 'Only an operator of the shop may see this.',
};

/** Whether what one sees is so now; and if not, how old it is and why. It stays in sight. */
export function ConnectionBar({ view }: { view: LiveView }) {
  const { connection, isStale, snapshot } = view;
  return (
    <div
      className={`sticky top-[var(--desk-top,0px)] z-20 -mx-4 mb-2 flex min-h-11 flex-wrap items-baseline gap-x-4 gap-y-1 border-b px-4 py-2 md:-mx-6 md:px-6 ${isStale ? 'border-warning bg-warning-soft' : 'border-transparent bg-surface'}`}
    >
      <h1 className="text-xl">Operations</h1>
      <p className="text-sm">{isStale ? <Stale view={view} /> : <Fresh view={view} />}</p>
      <output className="sr-only">
        {WORDS[connection]}. {REASONS[connection]} {isStale && snapshot && 'The figures are old.'}
      </output>
    </div>
  );
}

function Fresh({ view: { connection, snapshot } }: { view: LiveView }) {
  return (
    <span className="text-ink-soft">
      {WORDS[connection]}
      {snapshot && (
        <>
          {', figures from '}
          <Clock iso={snapshot.at} />
        </>
      )}
    </span>
  );
}

function Stale({ view: { connection, snapshot, silentMs } }: { view: LiveView }) {
  return (
    <>
      <strong className="font-medium text-warning">
        {WORDS[connection]}
        {WORDS[connection] === 'Not live' && ` for ${formatAge(silentMs)}`}.
      </strong>{' '}
      {snapshot ? (
        <>
          Figures are from <Clock iso={snapshot.at} />.
        </>
      ) : (
        'No figures yet.'
      )}{' '}
      <span className="text-ink-soft">{REASONS[connection]}</span>
      {connection === 'signedOut' && (
        <Link href="/sign-in?callbackUrl=/operator" prefetch={false} className="underline underline-offset-4">
          Sign in again
        </Link>
      )}
    </>
  );
}
