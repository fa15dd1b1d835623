import Link from 'next/link';
import type { ReactNode } from 'react';

type Props = { href: string; isChosen: boolean; children: ReactNode };

export function ChoiceLink({ href, isChosen, children }: Props) {
  return (
    <Link
      href={href}
      rel="nofollow"
      scroll={false}
      prefetch={false}
      aria-current={isChosen ? 'true' : undefined}
      className="inline-flex min-h-11 shrink-0 items-center gap-1.5 rounded-md px-3 text-sm text-ink-soft hover:text-ink aria-[current=true]:bg-kelp-soft aria-[current=true]:text-ink md:min-h-9"
    >
      {children}
    </Link>
  );
}
