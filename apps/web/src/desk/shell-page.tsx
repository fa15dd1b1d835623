import type { ReactNode } from 'react';
import { Mark } from '../shell/mark.tsx';

/** A page of few words in the middle of the window, for whoever is not inside the desk. */
export function ShellPage({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh content-center justify-items-center px-4 py-10">
      <main className="grid w-full max-w-92 gap-6">
        <p className="flex items-center gap-2.5 font-display text-xl font-[520] tracking-tight">
          <Mark />
          Holdfast
        </p>
        {children}
      </main>
    </div>
  );
}
