'use client';
import { type FormEvent, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMarket } from '../market/market-context.tsx';
import { setQuantityAction } from './actions.ts';
import { MinusIcon, PlusIcon } from './icons.tsx';

type Props = {
  lineId: string;
  title: string;
  quantity: number;
  onChange: (quantity: number) => void;
};

const STEP_CLASS = 'inline-flex size-11 items-center justify-center hover:bg-sunken';
const MOST = 9_999;

/** How many of a line: one more, one less, or a number typed. A plain form before script. */
export function QuantityStepper({ lineId, title, quantity, onChange }: Props) {
  const t = useTranslations('cart');
  const { locale } = useMarket();
  const input = useRef<HTMLInputElement>(null);

  const commit = (wanted: number) => {
    const next = Math.min(MOST, Math.max(0, Math.round(wanted)));
    if (Number.isNaN(next)) return;
    if (next !== quantity) onChange(next);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const step = submitter instanceof HTMLButtonElement ? Number(submitter.value) : 0;
    commit(step === 0 ? Number(input.current?.value) : quantity + step);
  };
  const leave = () => {
    // An emptied field is no wish to have none.
    if (input.current?.value) commit(Number(input.current.value));
    else if (input.current) input.current.value = String(quantity);
  };

  return (
    <form
      action={setQuantityAction}
      onSubmit={submit}
      className="inline-flex rounded-md border border-line-strong"
    >
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="lineId" value={lineId} />
      {/* The first button is the one that Enter in the field presses. */}
      <button type="submit" name="step" value="0" tabIndex={-1} aria-hidden="true" className="hidden" />
      <button
        type="submit"
        name="step"
        value="-1"
        aria-label={quantity === 1 ? t('removeLine', { title }) : t('oneLess', { title })}
        className={STEP_CLASS}
      >
        <MinusIcon className="size-4" />
      </button>
      <input
        // What another change has made of the quantity replaces what stands here.
        key={quantity}
        ref={input}
        name="quantity"
        type="number"
        inputMode="numeric"
        min={0}
        max={MOST}
        defaultValue={quantity}
        onBlur={leave}
        aria-label={t('quantityOf', { title })}
        className="w-10 appearance-none bg-transparent text-center tabular-nums [&::-webkit-inner-spin-button]:appearance-none [-moz-appearance:textfield]"
      />
      <button type="submit" name="step" value="1" aria-label={t('oneMore', { title })} className={STEP_CLASS}>
        <PlusIcon className="size-4" />
      </button>
    </form>
  );
}
