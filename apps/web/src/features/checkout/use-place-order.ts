import type { AppRouter } from '@holdfast/api/router';
import type { Cart } from '@holdfast/shared/contracts/cart';
import type { PlaceOrderOutput } from '@holdfast/shared/contracts/orders';
import type { Money } from '@holdfast/shared/money';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { TRPCClientError } from '@trpc/client';
import { useRouter } from 'next/navigation';
import { errorCode } from '../../api/errors.ts';
import { localePath } from '../../i18n/locales.ts';
import { useForgetCart } from '../cart/use-cart.ts';
import { useMarket } from '../market/market-context.tsx';
import { placeAttempt } from './attempt.ts';
import { eraseDraft } from './draft.ts';
import { orderPath, rememberOrder } from './last-order.ts';
import type { OrderForm } from './read-order-form.ts';
import { quoteQuery } from './use-quote.ts';

export type Sending = { form: OrderForm; cart: Cart; expectedTotal: Money };

/** Places the order and goes on to its page. Every other answer stays for the page to draw. */
export function usePlaceOrder() {
  const queries = useQueryClient();
  const router = useRouter();
  const market = useMarket();
  const forgetCart = useForgetCart();

  const leaveFor = (order: { number: string; accessToken?: string }) => {
    eraseDraft();
    router.replace(localePath(market.locale, orderPath(order)));
  };

  return useMutation({
    networkMode: 'always',
    mutationFn: ({ form, expectedTotal }: Sending) => placeAttempt({ ...form, expectedTotal }),
    onSuccess: async (answer, { form, cart }) => {
      if (answer.status === 'placed') {
        rememberOrder(answer.order);
        leaveFor(answer.order);
        forgetCart();
      } else if (answer.status === 'price_changed') {
        const destination = { country: form.shippingAddress.country, shippingMethod: form.shippingMethod };
        queries.setQueryData(quoteQuery(cart, destination).queryKey, answer.quote);
        await queries.invalidateQueries({ queryKey: ['cart'] });
      } else await queries.invalidateQueries({ queryKey: ['cart'] });
    },
    onError: async (error) => {
      const code = errorCode(error);
      if (code === 'CART_ALREADY_PLACED') forgetCart();
      if (code === 'NOT_FOUND' || code === 'VALIDATION')
        await queries.invalidateQueries({ queryKey: ['cart'] });
    },
  });
}

export type Placing = ReturnType<typeof usePlaceOrder>;
export type Refusal = Exclude<PlaceOrderOutput, { status: 'placed' }>;

/** What the API found wrong with the input, and the order that a cart has become. */
export function readFailure(error: unknown) {
  const data = error instanceof TRPCClientError ? (error as TRPCClientError<AppRouter>).data : null;
  const orderNumber = data?.details?.orderNumber;
  return {
    code: errorCode(error),
    issues: data?.issues ?? [],
    orderNumber: typeof orderNumber === 'string' ? orderNumber : null,
  };
}
