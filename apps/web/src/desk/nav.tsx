'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { DESK_PLACES, SHOP } from './keyboard-places.ts';

const LINK =
  'inline-flex h-11 items-center border-b-2 border-transparent px-2.5 text-sm text-ink-soft hover:text-ink aria-[current]:border-ink aria-[current]:text-ink md:h-12';

/** The places of the desk. A page below one of them, such as an order, belongs to it. */
export function DeskNav() {
  const pathname = usePathname();
  return (
    <nav aria-label="Desk">
      <ul className="-mb-px flex">
        {DESK_PLACES.map(({ label, href }) => (
          <li key={href}>
            <Link href={href} aria-current={currentOf(href, pathname)} className={LINK}>
              {label}
            </Link>
          </li>
        ))}
        <li>
          <a href={SHOP.href} className={LINK}>
            {SHOP.label}
            <span aria-hidden="true" className="ms-1">
              ↗
            </span>
          </a>
        </li>
      </ul>
    </nav>
  );
}

function currentOf(href: string, pathname: string): 'page' | 'true' | undefined {
  if (pathname === href) return 'page';
  return href !== '/operator' && pathname.startsWith(`${href}/`) ? 'true' : undefined;
}
