'use client';
import type { Order } from '@holdfast/shared/contracts/orders';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { localePath } from '../../i18n/locales.ts';
import { Picture } from '../../ui/picture.tsx';
import { LineTitle } from '../cart/cart-line.tsx';
import { Price } from '../cart/price.tsx';
import { Sums } from '../checkout/sums.tsx';
import { useMarket } from '../market/market-context.tsx';

type Line = Order['lines'][number];

type Props = {
  order: Order;
  /** By its name in the page's language. */
  countryName: string | null;
};

/** What was bought, what it costs and where it goes. */
export function OrderDetails({ order, countryName }: Props) {
  const t = useTranslations('orders');
  return (
    <div className="grid content-start gap-8">
      <ul className="grid gap-4">
        {order.lines.map((line) => (
          <OrderLine key={line.id} line={line} order={order} />
        ))}
      </ul>
      <div className="border-t border-line pt-5">
        <Sums totals={order.totals} taxIncluded={order.taxIncluded} />
        {order.refunded.amount > 0 && (
          <dl className="mt-2 flex justify-between gap-4">
            <dt className="text-ink-soft">{t('refunded')}</dt>
            <dd>
              <Price money={{ ...order.refunded, amount: -order.refunded.amount }} />
            </dd>
          </dl>
        )}
      </div>
      <dl className="grid gap-6 border-t border-line pt-5 sm:grid-cols-2">
        {order.shippingAddress && (
          <div>
            <dt className="mb-1 text-sm text-ink-soft">{t('address')}</dt>
            <dd>
              <Address address={order.shippingAddress} countryName={countryName} />
            </dd>
          </div>
        )}
        <div>
          <dt className="mb-1 text-sm text-ink-soft">{t('shippingMethod')}</dt>
          <dd>{order.shippingMethod.title}</dd>
        </div>
        {order.email && (
          <div>
            <dt className="mb-1 text-sm text-ink-soft">{t('email')}</dt>
            <dd>
              <bdi className="break-words">{order.email}</bdi>
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}

function OrderLine({ line, order }: { line: Line; order: Order }) {
  const t = useTranslations('orders');
  const { locale } = useMarket();
  const title = <LineTitle title={line.title} />;
  return (
    <li className="grid grid-cols-[4rem_1fr_auto] items-start gap-4">
      {line.image ? (
        <Picture src={line.image.url} alt={line.image.alt} sizes="64px" />
      ) : (
        <span className="aspect-square w-full bg-picture" />
      )}
      <div>
        {line.handle ? (
          <Link
            href={localePath(
              locale,
              `/p/${line.handle}${line.variantId ? `?variant=${line.variantId}` : ''}`,
            )}
            className="underline-offset-4 hover:underline"
          >
            {title}
          </Link>
        ) : (
          title
        )}
        <span className="block text-sm text-ink-soft">{t('pieces', { count: line.quantity })}</span>
        <Fate line={line} isDelivered={order.fulfilmentStatus === 'delivered'} />
      </div>
      <Price money={order.taxIncluded ? line.gross : line.net} />
    </li>
  );
}

/** What became of its pieces, where that is not the same for all of them. */
function Fate({ line, isDelivered }: { line: Line; isDelivered: boolean }) {
  const t = useTranslations('orders');
  const { quantity, fulfilledQuantity: sent } = line;
  const refunded = line.cancelledQuantity + line.returnedQuantity;
  return (
    <>
      {sent > 0 && sent < quantity && (
        <span className="block text-sm text-ink-soft">
          {t(isDelivered ? 'piecesArrived' : 'piecesSent', { count: sent })}
        </span>
      )}
      {refunded > 0 && (
        <span className="block text-sm text-ink-soft">{t('piecesRefunded', { count: refunded })}</span>
      )}
    </>
  );
}

type AddressProps = { address: NonNullable<Order['shippingAddress']>; countryName: string | null };

function Address({ address, countryName }: AddressProps) {
  const { name, company, line1, line2, city, region, postalCode, country, phone } = address;
  const place = [city, region, postalCode].filter(Boolean).join(', ');
  const lines = [name, company, line1, line2, place, countryName ?? country, phone].filter(Boolean);
  return (
    <address className="not-italic">
      {lines.map((text) => (
        <span key={text} className="block break-words">
          <bdi>{text}</bdi>
        </span>
      ))}
    </address>
  );
}
