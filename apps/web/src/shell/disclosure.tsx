'use client';
import { type ReactNode, useEffect, useRef } from 'react';

type Props = {
  label: string;
  summary: ReactNode;
  summaryClass: string;
  className: string;
  children: ReactNode;
};

/** A panel under its button: plain <details> before script; with it, also closed by Escape, a press outside, a move. */
export function Disclosure({ label, summary, summaryClass, className, children }: Props) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    const close = () => {
      if (details.current) details.current.open = false;
    };
    const closeOutside = ({ target }: PointerEvent) => {
      if (!(target instanceof Node && details.current?.contains(target))) close();
    };
    const closeByLink = ({ target }: MouseEvent) => {
      if (target instanceof Element && details.current?.contains(target.closest('a'))) close();
    };
    const closeByKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !details.current?.open) return;
      close();
      details.current.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('click', closeByLink);
    document.addEventListener('keydown', closeByKey);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('click', closeByLink);
      document.removeEventListener('keydown', closeByKey);
    };
  }, []);

  return (
    <details ref={details} className={className}>
      <summary aria-label={label} className={`list-none [&::-webkit-details-marker]:hidden ${summaryClass}`}>
        {summary}
      </summary>
      {children}
    </details>
  );
}
