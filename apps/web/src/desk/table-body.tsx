'use client';
import { type ReactNode, useEffect, useRef } from 'react';
import { isWriting } from './is-writing.ts';

const STEPS: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** Rows that arrows go through once one of them has the focus, and `j` and `k` from anywhere on the page. */
export function TableBody({ children }: { children: ReactNode }) {
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (body.current && moveFocus(body.current, event)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <tbody ref={body} className="max-md:block">
      {children}
    </tbody>
  );
}

/** Whether the key meant these rows. */
function moveFocus(body: HTMLElement, event: KeyboardEvent): boolean {
  const step = STEPS[event.key];
  const from = event.target;
  if (!step || !(from instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (isWriting(from)) return false;
  if (event.key.startsWith('Arrow') && !body.contains(from)) return false;
  const links = [...body.querySelectorAll<HTMLElement>('[data-row-link]')];
  const at = links.findIndex((link) => link.closest('tr')?.contains(from));
  const next = at === -1 ? links.at(step > 0 ? 0 : -1) : links[at + step];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  return next !== undefined;
}
