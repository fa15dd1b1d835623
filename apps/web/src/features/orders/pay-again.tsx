'use client';
import type { Order } from '@holdfast/shared/contracts/orders';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { errorCode } from '../../api/errors.ts';
import { Button } from '../../ui/button.tsx';
import { TestCards } from '../checkout/test-cards.tsx';
import { formatMoney } from '../market/format-money.ts';
import { useMarket } from '../market/market-context.tsx';
import type { OrderKey } from './follow-events.ts';
import { HoldNote } from './hold-note.tsx';
import { payAgain } from './pay-attempt.ts';
import { useNow } from './use-now.ts';
import { orderQuery } from './use-order.ts';

type Props = { order: Order; orderKey: OrderKey; retryUntil: string };

/** After a refusal: another card, while the goods are kept. */
export function PayAgain({ order, orderKey, retryUntil }: Props) {
  const t = useTranslations('orders');
  const { locale } = useMarket();
  const queries = useQueryClient();
  const now = useNow();
  const pay = useMutation({
    networkMode: 'always',
    mutationFn: (token: string) => payAgain(orderKey, token),
    // Whatever the answer: the order says what is true now. An answer waits for it, a failure is shown at once.
    onSuccess: () => queries.invalidateQueries(orderQuery(orderKey)),
    onError: () => {
      void queries.invalidateQueries(orderQuery(orderKey));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pay.isPending) return;
    const token = new FormData(event.currentTarget).get('payment.token');
    if (typeof token === 'string') pay.mutate(token);
  };
  const isOpen = now !== null && now < Date.parse(retryUntil);

  return (
    <section aria-label={t('payAgain')} className="grid gap-5">
      <h2 className="text-xl">{t('payAgain')}</h2>
      <HoldNote until={retryUntil} />
      <form onSubmit={submit} className="grid gap-5">
        <TestCards />
        {pay.error && (
          <p role="alert" className="text-danger">
            {t(errorWords(errorCode(pay.error)))}
          </p>
        )}
        <Button
          type="submit"
          kind="primary"
          disabled={!isOpen}
          aria-disabled={pay.isPending}
          aria-busy={pay.isPending}
          className="min-h-14 text-lg tabular-nums"
        >
          {pay.isPending ? t('paying') : t('payWith', { total: formatMoney(order.totals.total, locale) })}
        </Button>
      </form>
    </section>
  );
}

function errorWords(code: string) {
  if (code === 'OFFLINE') return 'payOffline';
  return code === 'CONFLICT' ? 'payConflict' : 'payBusy';
}
