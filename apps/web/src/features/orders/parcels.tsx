'use client';
import type { Order } from '@holdfast/shared/contracts/orders';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { LineTitle } from '../cart/cart-line.tsx';
import { LocalTime } from './local-time.tsx';

/** What has left, with whom, and under which number it can be asked for. */
export function Parcels({ order: { fulfilments, lines } }: { order: Order }) {
  const t = useTranslations('orders');
  if (fulfilments.length === 0) return null;
  return (
    <section aria-label={t('parcels')} className="grid gap-3">
      <h2 className="text-xl">{t('parcels')}</h2>
      <ul className="grid gap-4">
        {fulfilments.map((parcel) => (
          <li key={parcel.id} className="grid gap-3 rounded-md border border-line px-4 py-3">
            <ul>
              {parcel.lines.map(({ lineId, quantity }) => (
                <li key={lineId} className="flex gap-2">
                  <span className="tabular-nums">{quantity} ×</span>
                  <span>
                    <LineTitle title={lines.find(({ id }) => id === lineId)?.title ?? ''} />
                  </span>
                </li>
              ))}
            </ul>
            <dl className="flex flex-wrap gap-x-8 gap-y-2 text-sm">
              <Fact name={t('parcelSent')}>
                <LocalTime iso={parcel.at} className="tabular-nums" />
              </Fact>
              {parcel.carrier && <Fact name={t('carrier')}>{parcel.carrier}</Fact>}
              {parcel.trackingId && (
                <Fact name={t('tracking')}>
                  <span className="font-figures break-all select-all">{parcel.trackingId}</span>
                </Fact>
              )}
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}

type FactProps = { name: string; children: ReactNode };

function Fact({ name, children }: FactProps) {
  return (
    <div>
      <dt className="text-ink-soft">{name}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}
