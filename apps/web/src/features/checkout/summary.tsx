'use client';
import type { Cart } from '@holdfast/shared/contracts/cart';
import type { Quote } from '@holdfast/shared/contracts/orders';
import { useTranslations } from 'use-intl/react';
import { LinePicture, LineTitle } from '../cart/cart-line.tsx';
import { Price } from '../cart/price.tsx';
import { Sums } from './sums.tsx';

type Props = {
  cart: Cart;
  quote: Quote | undefined;
  /** The figures are of before the last change; the next ones are on their way. */
  isPending: boolean;
  hasFailed: boolean;
};

/** What is bought and what it costs: beside the form on a desk. */
export function SummaryAside(props: Props) {
  const t = useTranslations('checkout');
  return (
    <aside aria-label={t('summary')} className="sticky top-6 hidden self-start lg:block">
      <Contents {...props} />
    </aside>
  );
}

/** The same at the bottom of a phone: the total, which opens to the lines. */
export function SummaryBar(props: Props) {
  const t = useTranslations('checkout');
  const totals = (props.quote ?? props.cart).totals;
  return (
    <details className="group sticky bottom-0 z-30 -mx-4 mt-8 border-t border-line bg-raised sm:-mx-6 lg:hidden">
      <summary className="flex min-h-14 items-center justify-between gap-4 px-4 pb-[env(safe-area-inset-bottom)] sm:px-6">
        <span className="underline underline-offset-4">
          <span className="group-open:hidden">{t('showLines')}</span>
          <span className="hidden group-open:inline">{t('hideLines')}</span>
        </span>
        <span className="text-lg font-medium">
          <Price money={totals.total} className={props.isPending ? 'opacity-55' : ''} />
        </span>
      </summary>
      <div className="max-h-[65dvh] overflow-y-auto border-t border-line p-4 sm:px-6">
        <Contents {...props} />
      </div>
    </details>
  );
}

function Contents({ cart, quote, isPending, hasFailed }: Props) {
  const t = useTranslations('checkout');
  return (
    <div className="grid gap-5">
      <ul className="grid gap-4">
        {cart.lines.map((line) => (
          <li key={line.id} className="grid grid-cols-[4rem_1fr_auto] items-start gap-4">
            <LinePicture image={line.image} />
            <div>
              <LineTitle title={line.title} />
              <span className="block text-sm text-ink-soft">{t('pieces', { count: line.quantity })}</span>
            </div>
            <Price money={line.total} />
          </li>
        ))}
      </ul>
      <div
        aria-live="polite"
        aria-busy={isPending}
        className={`border-t border-line pt-5 transition-opacity ${isPending ? 'opacity-55' : ''}`}
      >
        <Sums
          totals={(quote ?? cart).totals}
          taxIncluded={cart.taxIncluded}
          hasShipping={quote !== undefined}
        />
      </div>
      {hasFailed && <p className="text-sm text-danger">{t('quoteFailed')}</p>}
    </div>
  );
}
