'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { DESK_PLACES, SHOP_PLACE } from './desk-places.ts';

const LINK =
  'inline-flex h-11 items-center border-b-2 border-transparent px-3 text-ink-soft hover:text-ink aria-[current]:border-ink aria-[current]:text-ink md:h-12 max-md:first:ps-0';

export function DeskNav() {
  const pathname = usePathname();
  return (
    <nav aria-label="Desk" className="-mb-px flex">
      {DESK_PLACES.map(({ href, label }) => (
        <Link key={href} href={href} aria-current={currentOf(pathname, href)} className={LINK}>
          {label}
        </Link>
      ))}
      <a href={SHOP_PLACE.href} className={LINK}>
        {SHOP_PLACE.label}
        <span aria-hidden="true" className="ms-1">
          ↗
        </span>
      </a>
    </nav>
  );
}

/** A page under a place, such as one order, belongs to it. */
function currentOf(pathname: string, href: string): 'page' | 'true' | undefined {
  if (pathname === href) return 'page';
  return href !== '/operator' && pathname.startsWith(`${href}/`) ? 'true' : undefined;
}
