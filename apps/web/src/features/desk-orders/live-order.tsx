'use client';
import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ORDER_STATUS, OrderStatusBadge } from '../../desk/order-status.tsx';
import { Time } from '../../desk/time.tsx';
import { Notice } from '../../ui/notice.tsx';
import { formatMoney } from '../market/format-money.ts';
import { ActionBar } from './action-bar.tsx';
import { Attention } from './attention.tsx';
import { Customer } from './customer.tsx';
import { Lines } from './lines.tsx';
import { type Intention, OrderDialog } from './order-dialogs.tsx';
import { FULFILMENT_STATUS, PAYMENT_STATUS } from './order-words.ts';
import { Parcels } from './parcels.tsx';
import { Payments } from './payments.tsx';
import { Refunds } from './refunds.tsx';
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
  const { order, accept, readAt, isLive } = useLiveOrder(initial, firstReadAt);
  const [intention, setIntention] = useState<Intention | null>(null);
  const [done, setDone] = useState('');
  const outcome = useRef<HTMLOutputElement>(null);
  const isMade = useRef(false);
  const { attention, payment } = order;
  const start = (next: Intention) => {
    isMade.current = false;
    setDone('');
    setIntention(next);
  };
  return (
    <div className="grid gap-6">
      <Heading order={order} readAt={readAt} isLive={isLive} />
      {attention && (
        <Attention attention={attention} onChoose={(choice) => start({ choice, reason: attention.reason })} />
      )}
      {payment.retryUntil && <PayAgainNote until={payment.retryUntil} />}
      <div className="grid gap-2">
        <ActionBar order={order} onStart={(action) => start({ action })} />
        <output ref={outcome} tabIndex={-1} className="text-sm font-medium outline-none">
          {done}
        </output>
      </div>
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_21rem] lg:grid-rows-[auto_1fr]">
        <div className="lg:col-start-2">
          <Timeline order={order} knownSeq={initial.events.at(-1)?.seq ?? 0} />
        </div>
        <div className="grid content-start gap-8 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <Lines order={order} />
          <Parcels fulfilments={order.fulfilments} lines={order.lines} />
          <Refunds refunds={order.refunds} lines={order.lines} />
          <Payments payments={order.payments} />
        </div>
        <div className="lg:col-start-2">
          <Customer order={order} />
        </div>
      </div>
      {intention && (
        <OrderDialog
          intention={intention}
          order={order}
          // What was pressed may be gone with the change.
          finalFocus={() => (isMade.current ? outcome.current : true)}
          onClose={() => setIntention(null)}
          onDone={(changed, message) => {
            isMade.current = true;
            setDone(message);
            setIntention(null);
            void accept(changed);
          }}
        />
      )}
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

function PayAgainNote({ until }: { until: string }) {
  return (
    <Notice title="The customer can pay again">
      <p className="text-sm">
        Until <Time iso={until} hasSeconds />. If it is not paid by then, the order is cancelled and its stock
        goes back on sale.
      </p>
    </Notice>
  );
}
