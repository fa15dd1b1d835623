'use client';
import type { Quote } from '@holdfast/shared/contracts/orders';
import { useTranslations } from 'use-intl/react';
import { errorCode } from '../../api/errors.ts';
import { CartContents } from '../cart/cart-contents.tsx';
import type { CartView } from '../cart/cart-view.ts';
import { useCart } from '../cart/use-cart.ts';
import { CheckoutForm } from './checkout-form.tsx';
import type { Country } from './countries.ts';
import { usePlaceOrder } from './use-place-order.ts';

type Props = {
  initialCart: CartView | undefined;
  initialQuote: Quote | undefined;
  countries: Country[];
  defaultCountry: string;
};

export function CheckoutPage({ initialCart, ...form }: Props) {
  const t = useTranslations('checkout');
  const query = useCart(initialCart);
  const cart = query.data?.cart;
  const filled = cart && cart.lines.length > 0 ? cart : null;
  const placing = usePlaceOrder();
  // An ordered cart is empty, and still the form stays until the order's page has come.
  const isOrdered = placing.data?.status === 'placed' || errorCode(placing.error) === 'CART_ALREADY_PLACED';
  const shown = filled ?? (isOrdered || placing.isPending ? placing.variables?.cart : null);
  return (
    <div className="mx-auto w-full max-w-6xl px-4 pt-8 sm:px-6 lg:py-12">
      <h1 className="mb-8 text-3xl">{t('checkout')}</h1>
      {shown ? <CheckoutForm cart={shown} placing={placing} {...form} /> : <CartContents query={query} />}
    </div>
  );
}
