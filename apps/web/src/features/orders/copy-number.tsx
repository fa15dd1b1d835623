'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';

/** The order's number, to read out on the phone or to copy. */
export function CopyNumber({ number }: { number: string }) {
  const t = useTranslations('orders');
  const [isCopied, setIsCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(number).then(
      () => setIsCopied(true),
      // It can still be marked: one press selects the whole of it.
      () => setIsCopied(false),
    );
  };
  return (
    <p className="flex flex-wrap items-center gap-x-3">
      <span className="text-ink-soft">{t('number')}</span>
      <bdi className="font-figures text-lg font-medium select-all">{number}</bdi>
      <button
        type="button"
        onClick={copy}
        className="min-h-11 min-w-20 text-start text-sm underline decoration-line-strong underline-offset-4 hover:decoration-ink"
      >
        <span aria-live="polite">{t(isCopied ? 'copied' : 'copy')}</span>
      </button>
    </p>
  );
}
