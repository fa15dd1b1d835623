import Link from 'next/link';
import type { ReactNode } from 'react';

type TableProps = { label: string; children: ReactNode };

/** A dense table that the page scrolls under its head. On a phone each row is a block whose cells name themselves. */
export function Table({ label, children }: TableProps) {
  return (
    <table aria-label={label} className="w-full border-separate border-spacing-0 text-sm max-md:block">
      {children}
    </table>
  );
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="max-md:sr-only">
      <tr>{children}</tr>
    </thead>
  );
}

type HeadCellProps = { isNumber?: boolean; className?: string; children?: ReactNode };

export function HeadCell({ isNumber = false, className = '', children }: HeadCellProps) {
  return (
    <th
      scope="col"
      className={`top-[var(--desk-top,0px)] z-10 border-b border-line-strong bg-surface px-3 py-2 text-xs font-medium whitespace-nowrap text-ink-soft first:ps-2 last:pe-2 md:sticky ${isNumber ? 'text-end' : 'text-start'} ${className}`}
    >
      {children}
    </th>
  );
}

type RowProps = { isMarked?: boolean; children: ReactNode };

/** A row; with a `RowLink` in it, all of it leads there. */
export function Row({ isMarked = false, children }: RowProps) {
  return (
    <tr
      className={`relative hover:bg-sunken max-md:grid max-md:grid-cols-3 max-md:gap-x-3 max-md:gap-y-2 max-md:border-b max-md:border-line max-md:px-2 max-md:py-3 ${isMarked ? 'bg-sunken' : ''}`}
    >
      {children}
    </tr>
  );
}

type CellProps = {
  /** Said beside the value where the head is not seen. */
  label?: string;
  isNumber?: boolean;
  /** Takes the whole width on a phone. */
  isMain?: boolean;
  className?: string;
  children?: ReactNode;
};

export function Cell({ label, isNumber = false, isMain = false, className = '', children }: CellProps) {
  return (
    <td
      className={`align-middle first:ps-2 last:pe-2 max-md:ps-0! max-md:pe-0! md:border-b md:border-line md:px-3 md:py-1.5 ${isMain ? 'max-md:col-span-3' : ''} ${isNumber ? 'font-figures tabular-nums md:text-end' : ''} ${className}`}
    >
      {label && (
        <span aria-hidden="true" className="block font-text text-xs text-ink-soft md:hidden">
          {label}
        </span>
      )}
      {children}
    </td>
  );
}

type RowLinkProps = { href: string; className?: string; children: ReactNode };

/** What the row is about; the keyboard moves from one of these to the next. */
export function RowLink({ href, className = '', children }: RowLinkProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      data-row-link
      className={`font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-(--focus) ${className}`}
    >
      {children}
    </Link>
  );
}

const BADGES = {
  plain: 'text-ink',
  quiet: 'text-ink-soft',
  warning:
    'rounded-sm border border-warning bg-warning-soft px-1.5 text-xs leading-5 font-medium text-warning',
  danger: 'rounded-sm border border-danger bg-danger-soft px-1.5 text-xs leading-5 font-medium text-danger',
};

export type BadgeKind = keyof typeof BADGES;

/** A state in a word. Only what is wrong has a colour. */
export function Badge({ kind = 'plain', children }: { kind?: BadgeKind; children: ReactNode }) {
  return <span className={`inline-block font-text whitespace-nowrap ${BADGES[kind]}`}>{children}</span>;
}
