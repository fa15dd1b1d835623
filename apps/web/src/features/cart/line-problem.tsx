'use client';
import type { Cart, CartProblem } from '@holdfast/shared/contracts/cart';
import { useTranslations } from 'use-intl/react';
import { formatMoney } from '../market/format-money.ts';
import { useMarket } from '../market/market-context.tsx';
import { setQuantityAction } from './actions.ts';

type Line = Cart['lines'][number];
type Props = { line: Line; problem: CartProblem; onChange: (quantity: number) => void };

/** What stands in the way of ordering a line, and the way out of it. */
export function LineProblem({ line, problem, onChange }: Props) {
  const t = useTranslations('cart');
  const { locale } = useMarket();
  const { words, way, quantity } = waysOut()[problem.code];
  const isNews = problem.code === 'price_changed';

  function waysOut() {
    const count = problem.available ?? 0;
    const price = formatMoney(line.unitPrice, locale);
    return {
      out_of_stock: { words: t('problemNone'), way: t('remove'), quantity: 0 },
      unavailable: { words: t('problemUnsold'), way: t('remove'), quantity: 0 },
      insufficient_stock: {
        words: t('problemFewer', { count }),
        way: t('take', { count }),
        quantity: count,
      },
      price_changed: { words: t('problemPrice', { price }), way: t('fine'), quantity: line.quantity },
    };
  }

  return (
    <form
      action={setQuantityAction}
      onSubmit={(event) => {
        event.preventDefault();
        onChange(quantity);
      }}
      className={`flex flex-wrap items-center justify-between gap-x-3 rounded-md ps-3 text-sm ${
        isNews ? 'bg-warning-soft text-warning' : 'bg-danger-soft text-danger'
      }`}
    >
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="lineId" value={line.id} />
      <input type="hidden" name="quantity" value={quantity} />
      <span className="py-2">{words}</span>
      <button type="submit" className="min-h-11 px-3 font-medium underline underline-offset-4">
        {way}
        <span className="sr-only">: {line.title}</span>
      </button>
    </form>
  );
}
