'use client';
import type { Totals } from '@holdfast/shared/contracts/cart';
import type { Money } from '@holdfast/shared/money';
import { useTranslations } from 'use-intl/react';
import { Price } from '../cart/price.tsx';

type Props = {
  totals: Totals;
  taxIncluded: boolean;
  /** False before a way of shipping is chosen. */
  hasShipping?: boolean;
};

/** What the total is made of. */
export function Sums({ totals, taxIncluded, hasShipping = true }: Props) {
  const t = useTranslations('checkout');
  return (
    <dl className="grid gap-2">
      <Row name={t('subtotal')} money={totals.subtotal} />
      {totals.discount.amount !== 0 && <Row name={t('discount')} money={totals.discount} />}
      <Row
        name={t('shipping')}
        money={hasShipping ? totals.shipping : null}
        free={totals.shipping.amount === 0}
      />
      {!taxIncluded && <Row name={t('tax')} money={totals.tax} />}
      <div className="mt-2 flex items-baseline justify-between gap-4 border-t border-line pt-4 text-lg font-medium">
        <dt>{t('total')}</dt>
        <dd>
          <Price money={totals.total} />
        </dd>
      </div>
      {taxIncluded && totals.tax.amount > 0 && (
        <div className="flex justify-between gap-4 text-sm text-ink-soft">
          <dt>{t('taxIncluded')}</dt>
          <dd>
            <Price money={totals.tax} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Row({ name, money, free = false }: { name: string; money: Money | null; free?: boolean }) {
  const t = useTranslations('checkout');
  return (
    <div className="flex justify-between gap-4">
      <dt className="text-ink-soft">{name}</dt>
      <dd>{money ? free ? t('free') : <Price money={money} /> : '–'}</dd>
    </div>
  );
}
