'use client';
import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { ORDER_STATUS, OrderStatusBadge } from '../../desk/order-status.tsx';
import { Time } from '../../desk/time.tsx';
import { Notice } from '../../ui/notice.tsx';
import { formatMoney } from '../market/format-money.ts';
import { Customer } from './customer.tsx';
import { Lines } from './lines.tsx';
import { attentionWords, FULFILMENT_STATUS, PAYMENT_STATUS } from './order-words.ts';
import { Payments } from './payments.tsx';
import { Timeline } from './timeline.tsx';
import { useLiveOrder } from './use-live-order.ts';

type Props = {
  initial: AdminOrder;
  /** When the server read it, in milliseconds since 1970. */
  readAt: number;
};

/** An order with all that is known of it, while it happens. */
export function LiveOrder(props: Props) {
  const [queries] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={queries}>
      <Order {...props} />
    </QueryClientProvider>
  );
}

function Order({ initial, readAt: firstReadAt }: Props) {
  const { order, readAt, isLive } = useLiveOrder(initial, firstReadAt);
  return (
    <div className="grid gap-6">
      <Heading order={order} readAt={readAt} isLive={isLive} />
      <Troubles order={order} />
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_21rem] lg:grid-rows-[auto_1fr]">
        <div className="lg:col-start-2">
          <Timeline order={order} knownSeq={initial.events.at(-1)?.seq ?? 0} />
        </div>
        <div className="grid content-start gap-8 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <Lines order={order} />
          <Payments payments={order.payments} />
        </div>
        <div className="lg:col-start-2">
          <Customer order={order} />
        </div>
      </div>
    </div>
  );
}

type HeadingProps = { order: AdminOrder; readAt: number; isLive: boolean };

function Heading({ order, readAt, isLive }: HeadingProps) {
  const payment = PAYMENT_STATUS[order.paymentStatus];
  return (
    <header className="grid gap-1">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h1 className="text-2xl">Order {order.number}</h1>
        <p className="ms-auto font-figures text-xl tabular-nums">{formatMoney(order.totals.total, 'en')}</p>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 text-sm text-ink-soft">
        <p>
          <OrderStatusBadge status={order.status} />
          {payment !== ORDER_STATUS[order.status].word && ` · ${payment}`} ·{' '}
          {FULFILMENT_STATUS[order.fulfilmentStatus]}
        </p>
        <p>
          Placed <Time iso={order.placedAt} hasSeconds />
        </p>
        <output className={`md:ms-auto ${isLive ? '' : 'font-medium text-warning'}`}>
          {isLive ? 'Live' : 'Not live'}, as of <Time iso={new Date(readAt).toISOString()} hasSeconds />
        </output>
      </div>
    </header>
  );
}

function Troubles({ order: { attention, payment } }: { order: AdminOrder }) {
  const words = attention && attentionWords(attention.reason);
  return (
    <>
      {words && (
        <Notice kind="danger" title={words.title}>
          <p className="text-sm">{words.advice}</p>
        </Notice>
      )}
      {payment.retryUntil && (
        <Notice title="The customer can pay again">
          <p className="text-sm">
            Until <Time iso={payment.retryUntil} hasSeconds />. If it is not paid by then, the order is
            cancelled and its stock goes back on sale.
          </p>
        </Notice>
      )}
    </>
  );
}
