'use server';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { publicApi } from '../../api/server.ts';
import { errorCode } from '../../api/errors.ts';
import { DEFAULT_LOCALE, isLocale, type Locale, localePath } from '../../i18n/locales.ts';
import { CART_COOKIE } from '../market/market.ts';
import { readMarket } from '../market/read-preferences.ts';
import { CART_COOKIE_SECONDS } from './cart-cookie.ts';
import { addToCart, loadCart } from './cart-view.ts';
import { readCartId } from './read-cart.ts';

/** What the forms of the cart do before, or without, script. Each ends on the cart's page. */
export async function addAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  const market = await readMarket(locale);
  await change(locale, async () => {
    const client = await publicApi();
    const { cart } = await loadCart(client, await readCartId(), market);
    const addition = {
      variantId: textOf(form, 'variantId'),
      quantity: Number(textOf(form, 'quantity')),
    };
    await writeCartId((await addToCart(client, addition, { cartId: cart?.id, market })).id);
  });
}

/** `quantity` with `step` added to it: the buttons beside the number are one step up or down. */
export async function setQuantityAction(form: FormData): Promise<void> {
  await change(localeOf(form), async () => {
    const quantity = Math.max(0, Number(textOf(form, 'quantity')) + Number(textOf(form, 'step')));
    const lineId = textOf(form, 'lineId');
    const cartId = (await readCartId()) ?? '';
    await (await publicApi()).cart.update.mutate({ cartId, lineId, quantity });
  });
}

/** Makes a cart of another currency or language anew in those of the page. */
export async function convertAction(form: FormData): Promise<void> {
  const locale = localeOf(form);
  await change(locale, async () => {
    const { cart } = await loadCart(await publicApi(), await readCartId(), await readMarket(locale));
    await writeCartId(cart?.id);
  });
}

async function change(locale: Locale, write: () => Promise<void>): Promise<never> {
  const page = localePath(locale, '/cart');
  let failure = '';
  try {
    await write();
  } catch (error) {
    failure = errorCode(error);
  }
  if (failure === 'CART_ALREADY_PLACED') await writeCartId(undefined);
  redirect(failure ? `${page}?failure=${failure}` : page);
}

function localeOf(form: FormData): Locale {
  const locale = textOf(form, 'locale');
  return isLocale(locale) ? locale : DEFAULT_LOCALE;
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

async function writeCartId(cartId: string | undefined): Promise<void> {
  const isSecure = (await headers()).get('x-forwarded-proto') === 'https';
  (await cookies()).set(CART_COOKIE, cartId ?? '', {
    path: '/',
    maxAge: cartId ? CART_COOKIE_SECONDS : 0,
    sameSite: 'lax',
    secure: isSecure,
  });
}
