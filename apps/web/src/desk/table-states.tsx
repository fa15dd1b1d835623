import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonClass } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import type { FailureCode } from './table-load.ts';

type EmptyProps = { title: string; children?: ReactNode };

/** A list without rows says why, and what to do about it. */
export function TableEmpty({ title, children }: EmptyProps) {
  return (
    <output className="block border-y border-line px-2 py-12 text-center text-sm">
      <p className="font-medium">{title}</p>
      {children && <div className="mt-1 text-ink-soft">{children}</div>}
    </output>
  );
}

type FailureProps = {
  /** What could not be read: "The orders". */
  what: string;
  code: FailureCode;
  /** Where one was going. */
  href: string;
};

/** What could not be read, why, and the way on. Nothing is changed by reading. */
export function ReadFailure({ what, code, href }: FailureProps) {
  if (code === 'UNAUTHENTICATED') {
    return (
      <Notice kind="warning" title="Your session has ended">
        <p className="text-sm">Sign in again and you come back to this page.</p>
        <WayOn href={`/sign-in?callbackUrl=${encodeURIComponent(href)}`}>Sign in</WayOn>
      </Notice>
    );
  }
  if (code === 'FORBIDDEN') {
    return (
      <Notice kind="warning" title="No permission">
        <p className="text-sm">Only an operator of the shop may see this.</p>
      </Notice>
    );
  }
  if (code === 'VALIDATION') {
    return (
      <Notice kind="warning" title="This address leads nowhere">
        <p className="text-sm">{what} could not be read by it: a part of it is no longer valid.</p>
        <WayOn href={href.replace(/\?.*$/, '')}>Start at the beginning</WayOn>
      </Notice>
    );
  }
  return (
    <Notice kind="danger" title={`${what} could not be read`}>
      <p className="text-sm">
        {code === 'OFFLINE' ? 'The API does not answer.' : 'The API answers, but cannot read them now.'}{' '}
        Nothing was changed.
      </p>
      <WayOn href={href}>Try again</WayOn>
    </Notice>
  );
}

/** A whole load of the page: what failed may be kept by the router. */
function WayOn({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} className={buttonClass('secondary', 'mt-3 min-h-11! px-4! text-sm! md:min-h-9!')}>
      {children}
    </a>
  );
}

/** The size of a list that has not come yet. */
export function TableSkeleton({ rows = 12 }: { rows?: number }) {
  return (
    <output aria-label="Loading" className="grid gap-px">
      <div className="mb-3 h-11 w-full rounded-md bg-sunken md:h-9 md:max-w-sm" />
      {Array.from({ length: rows }, (_, row) => (
        // Rows that stand for nothing have nothing else to be known by.
        <div key={row} className="flex h-13 items-center gap-4 border-b border-line px-2">
          <div className="h-3 w-2/5 rounded-sm bg-sunken" />
          <div className="ms-auto h-3 w-1/5 rounded-sm bg-sunken" />
        </div>
      ))}
    </output>
  );
}

/** A page about one thing that is not there. */
export function NotThere({ title, href, back }: { title: string; href: string; back: string }) {
  return (
    <div className="grid justify-items-start gap-3 py-8">
      <h1 className="text-2xl">{title}</h1>
      <Link href={href} className={buttonClass('secondary')}>
        {back}
      </Link>
    </div>
  );
}

/** A named link back to the list that a page was opened from. */
export function BackLink({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      className="inline-flex min-h-11 items-center gap-1 text-sm text-ink-soft hover:text-ink md:min-h-0"
    >
      <span aria-hidden="true">←</span> {children}
    </Link>
  );
}
