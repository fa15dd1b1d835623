'use client';
import { Dialog } from '@base-ui/react/dialog';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Backdrop } from '../ui/backdrop.tsx';
import { Button } from '../ui/button.tsx';
import { isWriting } from './is-writing.ts';
import { letterOf, NO_STEP, PLACES, step } from './keyboard-places.ts';

const IN_LISTS = [
  { letter: '/', label: 'Search' },
  { letter: 'j', label: 'Next row' },
  { letter: 'k', label: 'Row before' },
  { letter: 'Enter', label: 'Open the row' },
];

/** The desk's keys, and the button and the key `?` that show them. */
export function Keyboard({ className }: { className: string }) {
  const [isOpen, setOpen] = useState(false);
  useDeskKeys(() => setOpen(true));
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger aria-label="Keys" title="Keys (?)" className={className}>
        <kbd className="font-figures text-sm">?</kbd>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Backdrop />
        <Dialog.Popup className="fixed start-1/2 top-1/2 z-50 grid max-h-[90dvh] w-[min(26rem,calc(100vw-2rem))] -translate-1/2 gap-5 overflow-y-auto rounded-lg border border-line bg-raised p-6 outline-none">
          <Dialog.Title className="text-xl">Keys</Dialog.Title>
          <div className="grid gap-6 sm:grid-cols-2">
            <Keys title="Go to">
              {PLACES.map(({ letter, label }) => (
                <KeyLine key={label} letter={letter} label={label} isPair />
              ))}
            </Keys>
            <Keys title="In a list">
              {IN_LISTS.map((line) => (
                <KeyLine key={line.label} {...line} />
              ))}
            </Keys>
          </div>
          <Dialog.Close render={<Button className="justify-self-start" />}>Close</Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function useDeskKeys(showKeys: () => void) {
  const router = useRouter();
  const last = useRef(NO_STEP);
  const show = useRef(showKeys);
  useEffect(() => {
    show.current = showKeys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isWriting(event.target)) return;
      if (event.key === '?') {
        event.preventDefault();
        show.current();
        return;
      }
      last.current = step(last.current, letterOf(event), event.timeStamp);
      if (last.current.href) router.push(last.current.href);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [router]);
}

function Keys({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid content-start gap-2">
      <h3 className="font-text text-sm font-medium text-ink-soft">{title}</h3>
      <dl className="grid gap-1.5">{children}</dl>
    </section>
  );
}

function KeyLine({ letter, label, isPair = false }: { letter: string; label: string; isPair?: boolean }) {
  return (
    <div className="flex items-baseline justify-between gap-4 text-sm">
      <dt>{label}</dt>
      <dd className="flex gap-1">
        {isPair && <Key letter="g" />}
        <Key letter={letter} />
      </dd>
    </div>
  );
}

function Key({ letter }: { letter: string }) {
  return (
    <kbd className="min-w-6 rounded-sm border border-line-strong px-1.5 text-center font-figures text-xs leading-5">
      {letter}
    </kbd>
  );
}
