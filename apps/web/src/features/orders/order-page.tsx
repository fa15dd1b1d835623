'use client';
import type { Order } from '@holdfast/shared/contracts/orders';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { localePath } from '../../i18n/locales.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useMarket } from '../market/market-context.tsx';
import { ConnectionNote } from './connection-note.tsx';
import { CopyNumber } from './copy-number.tsx';
import { History } from './history.tsx';
import { HoldNote } from './hold-note.tsx';
import { OrderDetails } from './order-details.tsx';
import { Parcels } from './parcels.tsx';
import { PayAgain } from './pay-again.tsx';
import { Timeline } from './timeline.tsx';
import { useOrder } from './use-order.ts';

type Props = {
  initial: Order;
  accessToken: string | undefined;
  /** When the server read it. */
  readAt: number;
  countryName: string | null;
};

const OVER = new Set(['delivered', 'cancelled', 'refunded']);

/** An order as it happens. */
export function OrderPage({ initial, accessToken, readAt, countryName }: Props) {
  const t = useTranslations('orders');
  const key = { number: initial.number, accessToken };
  const { order, connection, newest, ...state } = useOrder(key, initial, readAt);
  const isOver = OVER.has(order.status);
  return (
    <div className="mx-auto w-full max-w-6xl px-4 py-8 sm:px-6 lg:py-12">
      <header className="mb-8 grid gap-2">
        <h1 className="text-3xl lg:text-4xl">{t(`title.${titleOf(order)}`)}</h1>
        <CopyNumber number={order.number} />
        <ConnectionNote connection={connection} readAt={state.readAt} isOver={isOver} />
        <noscript>
          <p className="text-sm text-ink-soft">{t('noScript')}</p>
        </noscript>
      </header>
      <div className="grid gap-x-16 gap-y-12 lg:grid-cols-[1fr_24rem]">
        <div className="grid max-w-2xl content-start gap-8">
          {order.attention && <Notice title={t('attention')}>{t('attentionKept')}</Notice>}
          <Refusal order={order} />
          <Timeline order={order} />
          {order.hold && !order.payment.retryUntil && <HoldNote until={order.hold.expiresAt} />}
          <Parcels order={order} />
          {order.payment.retryUntil && (
            <PayAgain order={order} orderKey={key} retryUntil={order.payment.retryUntil} />
          )}
          <History events={order.events} />
        </div>
        <OrderDetails order={order} countryName={countryName} />
      </div>
      <p aria-live="polite" className="sr-only">
        {newest && t(`event.${newest.type}`)}
      </p>
    </div>
  );
}

function titleOf({ status, fulfilmentStatus }: Order) {
  return status === 'paid' && fulfilmentStatus === 'partially_fulfilled' ? 'partly_sent' : status;
}

/** Why it does not go on by itself, and what to do. */
function Refusal({ order }: { order: Order }) {
  const t = useTranslations('orders');
  const { locale } = useMarket();
  const mayRetry = order.payment.retryUntil !== null;
  if (order.status === 'payment_failed') {
    return (
      <Notice kind="danger" title={t('declined')}>
        {t(mayRetry ? 'declinedRetry' : 'declinedOver')}
      </Notice>
    );
  }
  if (order.fulfilmentStatus !== 'cancelled') return null;
  return (
    <div className="grid justify-items-start gap-4">
      <Notice kind="warning">{t(wasPaid(order) ? 'cancelledPaid' : 'cancelled')}</Notice>
      <Link href={localePath(locale, '/')} className={buttonClass()}>
        {t('seeGoods')}
      </Link>
    </div>
  );
}

function wasPaid({ events }: Order): boolean {
  return events.some(({ type }) => type === 'payment_captured');
}
