'use client';
import type { Cart } from '@holdfast/shared/contracts/cart';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { localePath } from '../../i18n/locales.ts';
import { errorCode } from '../../api/errors.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useMarket } from '../market/market-context.tsx';
import { CartLine, type Line } from './cart-line.tsx';
import type { CartNote } from './cart-view.ts';
import { forgetAdded } from './drawer-state.ts';
import { Price } from './price.tsx';
import { RemovedLine } from './removed-line.tsx';
import { type useCart, useSetQuantity } from './use-cart.ts';

type Props = {
  query: ReturnType<typeof useCart>;
  /** In the drawer: the lines scroll over the sum. On the page the sum stands beside them. */
  isNarrow?: boolean;
};

/** Where a screen is too low, as when it is zoomed, all of the drawer scrolls. */
const NARROW_CLASS = {
  whole:
    'flex min-h-0 flex-1 flex-col [@media(max-height:30rem)]:block [@media(max-height:30rem)]:overflow-y-auto',
  lines: 'min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 [@media(max-height:30rem)]:overflow-visible',
};

/** The cart in each of its states, in the drawer and on the page. */
export function CartContents({ query, isNarrow = false }: Props) {
  const [removed, setRemoved] = useState<Line | null>(null);
  const change = useSetQuantity();
  const { data } = query;
  const gutter = isNarrow ? 'px-5' : '';
  if (!data) {
    return (
      <div className={gutter}>
        {query.isError ? <Unread onRetry={query.refetch} /> : <Skeleton />}
        <noscript>
          <UnreadNotice />
        </noscript>
      </div>
    );
  }
  const { cart, note } = data;
  const isEmpty = !cart || cart.lines.length === 0;
  const setQuantity = (line: Line, quantity: number) => {
    forgetAdded();
    change.mutate({ lineId: line.id, quantity });
    setRemoved(quantity === 0 ? line : null);
  };
  // A removal that was refused has brought its line back.
  const isOut = removed && !cart?.lines.some((line) => line.id === removed.id);
  const undo = isOut && <RemovedLine key={removed.id} line={removed} onUndone={() => setRemoved(null)} />;
  if (isEmpty) {
    return (
      <div className={gutter}>
        {note && <Note note={note} />}
        {undo}
        <Empty />
      </div>
    );
  }
  return (
    <div className={isNarrow ? NARROW_CLASS.whole : 'grid gap-x-16 lg:grid-cols-[1fr_20rem]'}>
      <div className={isNarrow ? NARROW_CLASS.lines : ''}>
        {note && <Note note={note} />}
        {undo}
        <ul className="divide-y divide-line">
          {cart.lines.map((line) => (
            <CartLine
              key={line.id}
              line={line}
              problems={cart.problems.filter((problem) => problem.lineId === line.id)}
              failure={change.error && change.variables.lineId === line.id ? errorCode(change.error) : null}
              onChange={setQuantity}
            />
          ))}
        </ul>
      </div>
      <Sum cart={cart} isNarrow={isNarrow} />
    </div>
  );
}

function Sum({ cart, isNarrow }: { cart: Cart; isNarrow: boolean }) {
  const t = useTranslations('cart');
  const { locale } = useMarket();
  const isBlocked = cart.problems.some((problem) => problem.code !== 'price_changed');
  return (
    <section
      aria-label={t('sum')}
      className={
        isNarrow
          ? 'grid gap-3 border-t border-line px-5 pt-4 pb-2'
          : 'sticky top-4 grid gap-4 self-start border-t border-line pt-5'
      }
    >
      <p className="flex items-baseline justify-between gap-4 text-lg">
        <span>{t('subtotal')}</span>
        <Price money={cart.totals.subtotal} className="font-medium" />
      </p>
      <p className="text-sm text-ink-soft">{t(cart.taxIncluded ? 'laterShipping' : 'laterShippingAndTax')}</p>
      {isBlocked && <p className="text-sm text-danger">{t('blocked')}</p>}
      <Link
        href={localePath(locale, '/checkout')}
        prefetch={false}
        className={buttonClass('primary', 'w-full')}
      >
        {t('checkout')}
      </Link>
    </section>
  );
}

function Note({ note }: { note: CartNote }) {
  const t = useTranslations('cart');
  return (
    <div className="py-4">
      {note.kind === 'forgotten' && <Notice>{t('noteForgotten')}</Notice>}
      {note.kind === 'placed' && <Notice>{t('notePlaced')}</Notice>}
      {note.kind === 'other_currency' && <Notice>{t('noteOtherCurrency')}</Notice>}
      {note.kind === 'left_out' && (
        <Notice kind="warning" title={t('noteLeftOut')}>
          <ul>
            {note.titles.map((title) => (
              <li key={title}>{title}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}

function Empty() {
  const t = useTranslations('cart');
  const { locale } = useMarket();
  return (
    <div className="grid justify-items-start gap-5 py-10">
      <p className="max-w-sm text-lg text-ink-soft">{t('empty')}</p>
      <Link href={localePath(locale, '/')} className={buttonClass('secondary')}>
        {t('seeGoods')}
      </Link>
    </div>
  );
}

function Unread({ onRetry }: { onRetry: () => unknown }) {
  const t = useTranslations('cart');
  return (
    <div className="grid justify-items-start gap-4 py-6">
      <UnreadNotice />
      <Button onClick={onRetry}>{t('retry')}</Button>
    </div>
  );
}

function UnreadNotice() {
  const t = useTranslations('cart');
  return (
    <Notice kind="danger" title={t('unread')}>
      {t('unreadKept')}
    </Notice>
  );
}

function Skeleton() {
  const t = useTranslations('cart');
  return (
    <output aria-label={t('loading')} className="block divide-y divide-line">
      {[1, 2].map((line) => (
        <div key={line} className="grid grid-cols-[5rem_1fr] gap-4 py-5">
          <div className="aspect-square bg-picture" />
          <div className="grid content-start gap-3">
            <div className="h-5 w-2/3 bg-sunken" />
            <div className="h-11 w-32 bg-sunken" />
          </div>
        </div>
      ))}
    </output>
  );
}
