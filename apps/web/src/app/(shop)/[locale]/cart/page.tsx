import type { Metadata } from 'next';
import { CartPage } from '../../../../features/cart/cart-page.tsx';
import { readCart } from '../../../../features/cart/read-cart.ts';
import { readLocale, translator } from '../../../../i18n/server.ts';

type Props = { params: Promise<{ locale: string }>; searchParams: Promise<{ failure?: string | string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(await readLocale(params), 'cart');
  return { title: t('cart'), robots: { index: false } };
}

export default async function Page({ searchParams }: Props) {
  const { failure } = await searchParams;
  return <CartPage initial={await readCart()} failure={typeof failure === 'string' ? failure : undefined} />;
}
