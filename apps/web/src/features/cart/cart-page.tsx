'use client';
import { useTranslations } from 'use-intl/react';
import { Notice } from '../../ui/notice.tsx';
import { useMarket } from '../market/market-context.tsx';
import { convertAction } from './actions.ts';
import { CartContents } from './cart-contents.tsx';
import { type CartView, isOfMarket } from './cart-view.ts';
import { useFailureWords } from './failure-words.ts';
import { useCart } from './use-cart.ts';

type Props = {
  /** As the server has read it; undefined when it could not. */
  initial: CartView | undefined;
  /** Why a form that was sent without script changed nothing. */
  failure: string | undefined;
};

export function CartPage({ initial, failure }: Props) {
  const t = useTranslations('cart');
  const market = useMarket();
  const failureWords = useFailureWords();
  const query = useCart(initial);
  const isForeign = initial?.cart && !isOfMarket(initial.cart, market);
  return (
    <div className="mx-auto w-full max-w-5xl px-4 py-8 sm:px-6 lg:py-12">
      <h1 className="mb-4 text-3xl">{t('cart')}</h1>
      {failure && <Notice kind="danger">{failureWords(failure)}</Notice>}
      {isForeign && (
        <noscript>
          <form action={convertAction}>
            <input type="hidden" name="locale" value={market.locale} />
            <button type="submit" className="min-h-11 underline underline-offset-4">
              {t('convert', { currency: market.currency })}
            </button>
          </form>
        </noscript>
      )}
      <CartContents query={query} />
    </div>
  );
}
