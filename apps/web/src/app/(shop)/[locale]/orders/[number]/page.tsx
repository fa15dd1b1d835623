import type { Metadata } from 'next';
import { OrderNotFound } from '../../../../../features/orders/order-not-found.tsx';
import { OrderPage } from '../../../../../features/orders/order-page.tsx';
import { OrderUnread } from '../../../../../features/orders/order-unread.tsx';
import { readOrder } from '../../../../../features/orders/read-order.ts';
import { localePath } from '../../../../../i18n/locales.ts';
import { readLocale, translator } from '../../../../../i18n/server.ts';

type Props = {
  params: Promise<{ locale: string; number: string }>;
  searchParams: Promise<{ token?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(await readLocale(params), 'orders');
  return { title: t('pageTitle', { number: decodeURIComponent((await params).number) }) };
}

export default async function Page({ params, searchParams }: Props) {
  const [locale, { number }, { token }] = await Promise.all([readLocale(params), params, searchParams]);
  const accessToken = typeof token === 'string' ? token : undefined;
  const reading = await readOrder({ number: decodeURIComponent(number), accessToken });
  if (reading === 'not_found') return <OrderNotFound />;
  if (reading === 'unread') {
    const t = translator(locale, 'orders');
    const query = accessToken ? `?token=${encodeURIComponent(accessToken)}` : '';
    const href = localePath(locale, `/orders/${number}${query}`);
    return <OrderUnread href={href} title={t('unread')} kept={t('unreadKept')} retry={t('retry')} />;
  }
  const { order, readAt } = reading;
  const country = order.shippingAddress?.country;
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  return (
    <OrderPage
      key={order.number}
      initial={order}
      accessToken={accessToken}
      readAt={readAt}
      countryName={country ? (names.of(country) ?? null) : null}
    />
  );
}
