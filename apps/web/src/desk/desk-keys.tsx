'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { DESK_PLACES, SHOP_PLACE } from './desk-places.ts';

/** How long after `g` the second key counts. */
const SEQUENCE_MS = 1_200;
const PLACES = [...DESK_PLACES, SHOP_PLACE];

const MORE_KEYS = [
  { keys: ['/'], does: 'Search in a list' },
  { keys: ['j', 'k'], does: 'Next and previous row of a list' },
  { keys: ['Enter'], does: 'Open the row' },
  { keys: ['?'], does: 'These keys' },
];

/** Keys that work anywhere on the desk, and the dialog that names them. */
export function DeskKeys() {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    let leaderAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if (isForSomethingElse(event)) return;
      const isSecond = performance.now() - leaderAt < SEQUENCE_MS;
      leaderAt = Number.NEGATIVE_INFINITY;
      const place = isSecond && PLACES.find(({ key }) => key === event.key);
      if (place) {
        event.preventDefault();
        if (place === SHOP_PLACE) location.assign(place.href);
        else router.push(place.href);
      } else if (event.key === 'g') leaderAt = performance.now();
      else if (event.key === '?') dialog.current?.showModal();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [router]);

  return (
    <>
      <button
        type="button"
        aria-label="Keys"
        aria-keyshortcuts="?"
        onClick={() => dialog.current?.showModal()}
        className="hidden size-8 items-center justify-center rounded-md font-figures text-ink-soft hover:bg-sunken hover:text-ink md:inline-flex"
      >
        ?
      </button>
      <dialog
        ref={dialog}
        aria-labelledby="desk-keys"
        className="m-auto w-[min(26rem,calc(100vw-2rem))] rounded-lg border border-line bg-raised p-5 text-ink backdrop:bg-ink/40"
      >
        <h2 id="desk-keys" className="mb-4 text-xl">
          Keys
        </h2>
        <dl className="grid gap-2">
          {PLACES.map(({ key, label }) => (
            <KeyRow key={label} keys={['g', key]} does={label} />
          ))}
          {MORE_KEYS.map((row) => (
            <KeyRow key={row.does} {...row} />
          ))}
        </dl>
        <form method="dialog" className="mt-5 text-end">
          <button
            type="submit"
            className="min-h-11 rounded-md border border-line-strong px-4 hover:bg-sunken md:min-h-9"
          >
            Close
          </button>
        </form>
      </dialog>
    </>
  );
}

function KeyRow({ keys, does }: { keys: readonly string[]; does: string }) {
  return (
    <div className="flex items-center justify-between gap-4">
      <dt>{does}</dt>
      <dd className="flex gap-1">
        {keys.map((key, at) => (
          <kbd
            // biome-ignore lint/suspicious/noArrayIndexKey: a key may come twice, and the order never changes.
            key={at}
            className="min-w-6 rounded-sm border border-line-strong bg-surface px-1.5 text-center font-figures text-xs leading-5"
          >
            {key}
          </kbd>
        ))}
      </dd>
    </div>
  );
}

/** Keys of the browser, of a field, and of a dialog that is open. */
function isForSomethingElse(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  const { target } = event;
  return (
    document.querySelector('dialog[open]') !== null ||
    (target instanceof Element &&
      target.closest('input, textarea, select, [role="dialog"], [contenteditable]') !== null)
  );
}
