import { type ReactNode, useId } from 'react';

/** A part of the page under a heading of its own. */
export function Section({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0">
      <div className="flex flex-wrap items-baseline gap-x-3 pb-1">
        <h2 id={id} className="text-lg">
          {title}
        </h2>
        {note && <p className="text-xs text-ink-soft">{note}</p>}
      </div>
      {children}
    </section>
  );
}
