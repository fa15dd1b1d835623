'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

type Props = { href: string; className: string; children: ReactNode };

/** A link that knows when it leads to the page that is open. */
export function NavLink({ href, className, children }: Props) {
  const pathname = usePathname();
  // On the server the address of an English page is the inner one, with its language.
  const isHere = pathname.replace(/^\/en(?=\/|$)/, '') === href;
  return (
    <Link href={href} prefetch={false} aria-current={isHere ? 'page' : undefined} className={className}>
      {children}
    </Link>
  );
}
