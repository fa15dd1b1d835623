import Link from 'next/link';
import { addressOf } from './table-address.ts';

type Props = {
  path: string;
  /** The filters, which all pages share. */
  query: Record<string, string | undefined>;
  /** Of the pages behind this one. */
  cursors: string[];
  nextCursor: string | null;
  /** How many rows this page has, of at most `limit`. */
  rows: number;
  limit: number;
  hash?: string;
};

const LINK = 'inline-flex h-11 items-center rounded-md border px-3 text-sm md:h-8';

/** Where in a list that is read page by page one is. Its whole length is not counted. */
export function TablePager({ path, query, cursors, nextCursor, rows, limit, hash = '' }: Props) {
  const first = cursors.length * limit + 1;
  const isAll = cursors.length === 0 && nextCursor === null;
  const hrefOf = (cursor: string[]) => `${addressOf(path, { ...query, cursor })}${hash}`;
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center justify-between gap-2 pt-3">
      <p className="text-sm text-ink-soft tabular-nums">
        {isAll ? `${rows} in all` : `${first}–${first + rows - 1}`}
        {!isAll && nextCursor === null && ', the end'}
      </p>
      <div className="flex gap-2">
        <PageLink href={cursors.length > 1 && hrefOf([])}>First</PageLink>
        <PageLink href={cursors.length > 0 && hrefOf(cursors.slice(0, -1))}>Previous</PageLink>
        <PageLink href={nextCursor !== null && hrefOf([...cursors, nextCursor])}>Next</PageLink>
      </div>
    </nav>
  );
}

function PageLink({ href, children }: { href: string | false; children: string }) {
  if (!href) return null;
  return (
    <Link href={href} prefetch={false} className={`${LINK} border-line-strong hover:bg-sunken`}>
      {children}
    </Link>
  );
}
