'use client';
import { type FormEvent, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { useHydrated } from '../../ui/use-hydrated.ts';
import { useMarket } from '../market/market-context.tsx';
import { setQuantityAction } from './actions.ts';
import { MinusIcon, PlusIcon } from '../../ui/icons.tsx';

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
  const isHydrated = useHydrated();
  const input = useRef<HTMLInputElement>(null);

  const commit = (wanted: number) => {
    const next = Math.min(MOST, wanted);
    if (next !== quantity) onChange(next);
  };
  /** What is no quantity, such as an emptied field, changes nothing. */
  const commitTyped = () => {
    const field = input.current;
    if (!field) return;
    const typed = field.value === '' ? Number.NaN : Math.round(Number(field.value));
    if (typed >= 0) commit(typed);
    field.value = String(typed >= 0 ? Math.min(MOST, typed) : quantity);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const step = submitter instanceof HTMLButtonElement ? Number(submitter.value) : 0;
    if (step === 0) commitTyped();
    else commit(quantity + step);
  };

  return (
    <form
      action={setQuantityAction}
      onSubmit={submit}
      noValidate={isHydrated}
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
        onBlur={commitTyped}
        required
        aria-label={t('quantityOf', { title })}
        className="w-10 appearance-none bg-transparent text-center tabular-nums [&::-webkit-inner-spin-button]:appearance-none [-moz-appearance:textfield]"
      />
      <button type="submit" name="step" value="1" aria-label={t('oneMore', { title })} className={STEP_CLASS}>
        <PlusIcon className="size-4" />
      </button>
    </form>
  );
}
