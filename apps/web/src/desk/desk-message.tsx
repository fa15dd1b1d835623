import type { ReactNode } from 'react';

/** A page that stands in for the whole desk: a closed hatch, and why. */
export function DeskMessage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto grid min-h-dvh max-w-136 content-center gap-5 px-4 py-10">
      <Hatch />
      <h1 className="text-3xl">{title}</h1>
      {children}
    </main>
  );
}

function Hatch() {
  return (
    <svg viewBox="0 0 160 120" aria-hidden="true" className="w-40">
      <path d="M0 108h160v4H0Z" className="fill-line" />
      <path d="M34 20a46 46 0 0 1 92 0v88H34Z" className="fill-sunken" />
      <path d="M44 24a36 36 0 0 1 72 0v84H44Z" className="fill-kelp" />
      <path d="M80-12a36 36 0 0 1 36 36v84H80Z" className="fill-ink" opacity=".18" />
      <circle cx="80" cy="58" r="17" fill="none" strokeWidth="4" className="stroke-surface" />
      <path d="M80 37v42M59 58h42" strokeWidth="4" strokeLinecap="round" className="stroke-surface" />
      <circle cx="80" cy="58" r="5" className="fill-surface" />
      <path d="M50 44h6M50 88h6" strokeWidth="5" strokeLinecap="round" className="stroke-surface" />
    </svg>
  );
}
