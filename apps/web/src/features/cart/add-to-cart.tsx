'use client';
import { type FormEvent, useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { errorCode } from '../../api/errors.ts';
import { Button } from '../../ui/button.tsx';
import { INPUT_CLASS } from '../../ui/field.tsx';
import { useMarket } from '../market/market-context.tsx';
import { addAction } from './actions.ts';
import { openCartDrawer } from './drawer-state.ts';
import { useFailureWords } from './failure-words.ts';
import { useAddToCart } from './use-cart.ts';

type Props = {
  variantId: string;
  isAvailable: boolean;
  /** What is said to have been added. */
  title: string;
};

const MOST_AT_ONCE = 99;

/** How many, and the button. Before script it is a form that leads to the cart's page. */
export function AddToCart({ variantId, isAvailable, title }: Props) {
  const t = useTranslations('cart');
  const { locale } = useMarket();
  const failureWords = useFailureWords();
  const quantityId = useId();
  const add = useAddToCart();
  const failure = add.error && add.variables.variantId === variantId ? errorCode(add.error) : null;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (add.isPending || !isAvailable) return;
    const quantity = Number(new FormData(event.currentTarget).get('quantity')) || 1;
    add.mutate({ variantId, quantity }, { onSuccess: () => openCartDrawer(title) });
  };

  return (
    <form action={addAction} onSubmit={submit}>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="variantId" value={variantId} />
      <div className="flex gap-3">
        <label htmlFor={quantityId} className="sr-only">
          {t('quantity')}
        </label>
        <input
          id={quantityId}
          name="quantity"
          type="number"
          inputMode="numeric"
          min={1}
          max={MOST_AT_ONCE}
          defaultValue={1}
          required
          disabled={!isAvailable}
          className={`${INPUT_CLASS} max-w-20 text-center tabular-nums disabled:opacity-55`}
        />
        <Button
          type="submit"
          kind="primary"
          disabled={!isAvailable}
          aria-disabled={add.isPending}
          aria-busy={add.isPending}
          className="flex-1"
        >
          {isAvailable ? t(add.isPending ? 'adding' : 'add') : t('outOfStock')}
        </Button>
      </div>
      {/* Room is kept for one line, so that what is below stays where it is. */}
      <p role="alert" className="mt-2 min-h-6 text-sm text-danger">
        {failure && failureWords(failure)}
      </p>
    </form>
  );
}
