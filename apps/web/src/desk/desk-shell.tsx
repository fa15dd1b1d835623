import type { User } from '@holdfast/shared/contracts/identity';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { signOut } from '../features/identity/actions.ts';
import { SessionKeeper } from '../features/identity/session-keeper.tsx';
import type { Theme } from '../features/market/market.ts';
import { Disclosure } from '../shell/disclosure.tsx';
import { Mark } from '../shell/mark.tsx';
import { ChevronDownIcon } from '../ui/icons.tsx';
import { DeskKeys } from './desk-keys.tsx';
import { DeskNav } from './desk-nav.tsx';
import { ThemeChoice } from './theme-choice.tsx';

type Props = {
  user: User;
  theme: Theme;
  /** When the access token ends; null when it was not given by next-auth. */
  expiresAt: string | null;
  children: ReactNode;
};

/** What stays around every page of the desk. `--desk-top` is where a sticky head may begin. */
export function DeskShell({ user, theme, expiresAt, children }: Props) {
  return (
    <div className="min-h-dvh text-sm [--desk-top:5.5rem] md:[--desk-top:3rem]">
      <a
        href="#main"
        className="absolute start-2 top-2 z-50 -translate-y-20 rounded-md bg-accent px-4 py-2 text-accent-ink focus:translate-y-0"
      >
        Skip to the page
      </a>
      <header className="sticky top-0 z-30 border-b border-line bg-surface">
        <div className="flex flex-wrap items-center px-4 md:h-12 md:flex-nowrap md:gap-4 md:px-6">
          <Link
            href="/operator"
            className="flex min-h-11 items-center gap-2 font-display text-base font-[520] tracking-tight"
          >
            <Mark className="size-5" />
            Holdfast
          </Link>
          <div className="order-last w-full md:order-none md:w-auto">
            <DeskNav />
          </div>
          <div className="ms-auto flex items-center gap-1">
            <DeskKeys />
            <Person user={user} theme={theme} />
          </div>
        </div>
      </header>
      <SessionKeeper expiresAt={expiresAt} />
      <main id="main" tabIndex={-1} className="px-4 py-4 outline-none md:px-6 md:py-5">
        {children}
      </main>
    </div>
  );
}

function Person({ user, theme }: { user: User; theme: Theme }) {
  return (
    <Disclosure
      label={`${user.name}: theme and sign out`}
      summary={
        <>
          {user.name}
          <ChevronDownIcon className="size-4" />
        </>
      }
      summaryClass="inline-flex min-h-11 items-center gap-1 rounded-md ps-2 pe-1 text-ink-soft hover:text-ink md:min-h-8"
      className="relative"
    >
      <div className="absolute end-0 top-full z-40 grid w-64 gap-4 rounded-lg border border-line bg-raised p-4">
        <p className="grid">
          <span className="font-medium">{user.name}</span>
          <span className="text-ink-soft [overflow-wrap:anywhere]">{user.email}</span>
        </p>
        <ThemeChoice theme={theme} />
        <form action={signOut} className="border-t border-line pt-3">
          <button
            type="submit"
            className="min-h-11 w-full rounded-md border border-line-strong hover:bg-sunken md:min-h-9"
          >
            Sign out
          </button>
        </form>
      </div>
    </Disclosure>
  );
}
