'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { PLACES } from './keyboard-places.ts';

const LINK =
  'inline-flex h-11 items-center border-b-2 border-transparent px-2.5 text-sm text-ink-soft hover:text-ink aria-[current]:border-ink aria-[current]:text-ink md:h-12';

/** The places of the desk; `aria-current` is "true" on a page below one of them. */
export function DeskNav() {
  const pathname = usePathname();
  return (
    <nav aria-label="Desk">
      <ul className="flex">
        {PLACES.map(({ letter, label, href }) => (
          <li key={href}>
            <Link
              href={href}
              aria-keyshortcuts={`g ${letter}`}
              aria-current={currentOf(href, pathname)}
              className={LINK}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function currentOf(href: string, pathname: string): 'page' | 'true' | undefined {
  if (pathname === href) return 'page';
  return href !== '/operator' && pathname.startsWith(`${href}/`) ? 'true' : undefined;
}
