import type { User } from '@holdfast/shared/contracts/identity';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { StaySignedIn } from '../features/identity/stay-signed-in.tsx';
import { readTheme } from '../features/market/read-preferences.ts';
import { Mark } from '../shell/mark.tsx';
import { Keyboard } from './keyboard.tsx';
import { DeskNav } from './nav.tsx';
import { ShellAccount } from './shell-account.tsx';

type Props = {
  user: Pick<User, 'name' | 'email'>;
  /** When the access token ends; null when it cannot be renewed. */
  expiresAt: string | null;
  children: ReactNode;
};

/** What is around every page of the desk. `--desk-top` is the height of what stays at the top of the window. */
export async function DeskShell({ user, expiresAt, children }: Props) {
  return (
    <div className="flex min-h-dvh flex-col md:[--desk-top:3.0625rem]">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-ink px-4 py-3 text-ink-inverse focus:not-sr-only focus:absolute focus:start-4 focus:top-4"
      >
        Skip to the page
      </a>
      <header className="top-0 z-20 border-b border-line bg-surface px-4 md:sticky md:px-6">
        <div className="flex flex-wrap items-center md:flex-nowrap md:gap-6">
          <Link
            href="/operator"
            aria-label="Holdfast, live"
            className="flex h-12 items-center gap-2 font-display text-lg font-[520] tracking-tight"
          >
            <Mark className="size-6" />
            Holdfast
          </Link>
          <div className="order-last -mx-2.5 basis-full md:order-none md:mx-0 md:basis-auto">
            <DeskNav />
          </div>
          <div className="ms-auto -me-2 flex items-center">
            <Keyboard className="hidden size-9 items-center justify-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink md:inline-flex" />
            <ShellAccount user={user} theme={await readTheme()} />
          </div>
        </div>
      </header>
      <StaySignedIn expiresAt={expiresAt} />
      <main id="main" tabIndex={-1} className="min-w-0 flex-1 px-4 py-5 outline-none md:px-6 md:py-6">
        {children}
      </main>
    </div>
  );
}
