import type { ReactNode } from 'react';
import { addressOf } from './table-address.ts';
import type { Loaded } from './table-load.ts';
import { TablePager } from './table-pager.tsx';
import { ReadFailure } from './table-states.tsx';

type Props<Item> = {
  path: string;
  /** The filters, which all pages share. */
  query: Record<string, string | undefined>;
  /** Of the pages behind this one. */
  cursors: string[];
  limit: number;
  /** What is listed, as a failure names it: "The orders". */
  what: string;
  list: Loaded<{ items: Item[]; nextCursor: string | null }>;
  empty: ReactNode;
  children: (items: Item[]) => ReactNode;
};

/** One page of a list: its rows and the way to the other pages, or why there are none. */
export function TablePage<Item>({ path, query, cursors, limit, what, list, empty, children }: Props<Item>) {
  if ('code' in list) {
    return <ReadFailure what={what} code={list.code} href={addressOf(path, { ...query, cursor: cursors })} />;
  }
  const { items, nextCursor } = list.data;
  if (items.length === 0) return empty;
  return (
    <>
      {children(items)}
      <TablePager
        path={path}
        query={query}
        cursors={cursors}
        nextCursor={nextCursor}
        rows={items.length}
        limit={limit}
      />
    </>
  );
}
