'use client';
import type { Cart } from '@holdfast/shared/contracts/cart';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { localePath } from '../../i18n/locales.ts';
import { errorCode } from '../../api/errors.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { formatMoney } from '../market/format-money.ts';
import { useMarket } from '../market/market-context.tsx';
import { useSetQuantity } from '../cart/use-cart.ts';
import { orderPath } from './last-order.ts';
import { type Placing, type Refusal, readFailure } from './use-place-order.ts';

type Props = {
  placing: Placing;
  cart: Cart;
  /** Orders at the total that is known now. */
  onConfirm: () => void;
};

/** Why the press on the button made no order, what was kept, and the way on. Takes the focus when it appears. */
export function OutcomeNotice({ placing, cart, onConfirm }: Props) {
  const { data: answer, error } = placing;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const isOrdered = errorCode(error) === 'CART_ALREADY_PLACED';
  const kind =
    isOrdered || answer?.status === 'price_changed'
      ? 'border-warning bg-warning-soft'
      : 'border-danger bg-danger-soft';
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      className={`grid gap-3 rounded-md border-s-4 px-4 py-4 ${kind}`}
    >
      {answer?.status === 'out_of_stock' && (
        <SoldOut lines={answer.lines} cart={cart} onDone={placing.reset} />
      )}
      {answer?.status === 'price_changed' && (
        <PriceChanged
          quote={answer.quote}
          before={placing.variables?.expectedTotal}
          onConfirm={onConfirm}
          cart={cart}
        />
      )}
      {error && <Failure error={error} />}
    </div>
  );
}

type SoldOutProps = {
  lines: Extract<Refusal, { status: 'out_of_stock' }>['lines'];
  cart: Cart;
  onDone: () => void;
};

function SoldOut({ lines, cart, onDone }: SoldOutProps) {
  const t = useTranslations('checkout');
  const change = useSetQuantity();
  const short = lines.flatMap((shortage) => {
    const line = cart.lines.find((candidate) => candidate.variantId === shortage.variantId);
    return line ? [{ ...shortage, line }] : [];
  });
  const isAllGone = lines.every(({ available }) => available <= 0);
  const takeRest = async () => {
    for (const { line, available } of short) {
      await change.mutateAsync({ lineId: line.id, quantity: Math.max(0, available) });
    }
    onDone();
  };
  return (
    <>
      <p className="font-medium">{t('soldOut')}</p>
      <ul>
        {short.map(({ line, requested, available }) => (
          <li key={line.id}>
            {t('soldOutLine', { title: line.title, requested, available: Math.max(0, available) })}
          </li>
        ))}
      </ul>
      <p>{t('soldOutKept')}</p>
      <div>
        <Button
          onClick={() => {
            takeRest().catch(() => undefined);
          }}
          disabled={change.isPending}
        >
          {t(isAllGone ? 'removeGone' : 'takeRest')}
        </Button>
      </div>
      {change.error && <p className="text-danger">{t('failedBusy')}</p>}
    </>
  );
}

type PriceChangedProps = {
  quote: Extract<Refusal, { status: 'price_changed' }>['quote'];
  before: { amount: number; currency: string } | undefined;
  cart: Cart;
  onConfirm: () => void;
};

function PriceChanged({ quote, before, cart, onConfirm }: PriceChangedProps) {
  const t = useTranslations('checkout');
  const { locale } = useMarket();
  const total = formatMoney(quote.totals.total, locale);
  const changed = quote.lines.filter((line) =>
    cart.problems.some(
      ({ code, lineId }) =>
        code === 'price_changed' &&
        cart.lines.some(({ id, variantId }) => id === lineId && variantId === line.variantId),
    ),
  );
  return (
    <>
      <p className="font-medium">{t('priceChanged', { total })}</p>
      <ul>
        {changed.map((line) => (
          <li key={line.variantId}>
            {t('priceChangedLine', { title: line.title, price: formatMoney(line.unitPrice, locale) })}
          </li>
        ))}
      </ul>
      {before && <p>{t('priceChangedFrom', { before: formatMoney(before, locale) })}</p>}
      <div>
        <Button onClick={onConfirm}>{t('orderAnyway', { total })}</Button>
      </div>
    </>
  );
}

const BUSY = new Set(['UNAVAILABLE', 'OVERLOADED', 'IN_PROGRESS', 'RATE_LIMITED', 'INTERNAL']);

function Failure({ error }: { error: unknown }) {
  const t = useTranslations('checkout');
  const { locale } = useMarket();
  const { code, orderNumber } = readFailure(error);
  if (code === 'CART_ALREADY_PLACED' && orderNumber) {
    return (
      <>
        <p className="font-medium">{t('alreadyPlaced', { number: orderNumber })}</p>
        <p>{t('alreadyPlacedKept')}</p>
        <div>
          <Link href={localePath(locale, orderPath({ number: orderNumber }))} className={buttonClass()}>
            {t('toOrder')}
          </Link>
        </div>
      </>
    );
  }
  return (
    <>
      <p className="font-medium">{t('failed')}</p>
      <p>{t(wordsOf(code))}</p>
    </>
  );
}

function wordsOf(code: string) {
  if (code === 'OFFLINE') return 'failedOffline';
  if (code === 'NOT_FOUND') return 'cartGone';
  return BUSY.has(code) ? 'failedBusy' : 'failedOther';
}
