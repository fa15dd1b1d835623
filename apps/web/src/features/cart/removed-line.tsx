'use client';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { errorCode } from '../../api/errors.ts';
import type { Line } from './cart-line.tsx';
import { useFailureWords } from './failure-words.ts';
import { useAddToCart } from './use-cart.ts';

/** What was taken out a moment ago, and the way back. */
export function RemovedLine({ line, onUndone }: { line: Line; onUndone: () => void }) {
  const t = useTranslations('cart');
  const failureWords = useFailureWords();
  const add = useAddToCart();
  const button = useRef<HTMLButtonElement>(null);
  // What was pressed has gone with its line.
  useEffect(() => button.current?.focus({ preventScroll: true }), []);
  const isSent = useRef(false);
  const undo = () => {
    // A second press comes before this has been drawn anew.
    if (isSent.current) return;
    isSent.current = true;
    const onError = () => {
      isSent.current = false;
    };
    add.mutate({ variantId: line.variantId, quantity: line.quantity }, { onSuccess: onUndone, onError });
  };
  return (
    <div className="my-3 rounded-md bg-sunken ps-4 text-sm">
      <div className="flex items-center justify-between gap-3">
        <output className="py-2">{t('removed', { title: line.title })}</output>
        <button
          ref={button}
          type="button"
          onClick={undo}
          aria-disabled={add.isPending}
          className="min-h-11 px-4 font-medium underline underline-offset-4"
        >
          {t('undo')}
        </button>
      </div>
      {add.error && (
        <p role="alert" className="pb-2 text-danger">
          {failureWords(errorCode(add.error))}
        </p>
      )}
    </div>
  );
}
