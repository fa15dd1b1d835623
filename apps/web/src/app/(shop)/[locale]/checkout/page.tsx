import type { Metadata } from 'next';
import { readCart } from '../../../../features/cart/read-cart.ts';
import { CheckoutPage } from '../../../../features/checkout/checkout-page.tsx';
import { listCountries } from '../../../../features/checkout/countries.ts';
import { quoteFirst } from '../../../../features/checkout/quote-first.ts';
import type { Currency } from '../../../../features/market/market.ts';
import { readMarket } from '../../../../features/market/read-preferences.ts';
import { MESSAGES } from '../../../../i18n/messages.ts';
import { MoreWords } from '../../../../i18n/more-words.tsx';
import { readLocale, translator } from '../../../../i18n/server.ts';
import { Notice } from '../../../../ui/notice.tsx';

type Props = { params: Promise<{ locale: string }> };

/** Where most who pay in a currency live. Many countries pay in euros, so nothing is guessed there. */
const LIKELY_COUNTRY: Record<Currency, string> = { USD: 'US', ILS: 'IL', EUR: '' };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(await readLocale(params), 'checkout');
  return { title: t('checkout'), robots: { index: false } };
}

export default async function Page({ params }: Props) {
  const locale = await readLocale(params);
  const { currency } = await readMarket(locale);
  const defaultCountry = LIKELY_COUNTRY[currency];
  const cart = await readCart();
  const { checkout } = MESSAGES[locale];
  return (
    <MoreWords messages={{ checkout }}>
      <noscript>
        <div className="mx-auto max-w-6xl px-4 pt-8 sm:px-6">
          <Notice kind="warning">{checkout.noScript}</Notice>
        </div>
      </noscript>
      <CheckoutPage
        initialCart={cart}
        initialQuote={await quoteFirst(cart?.cart, defaultCountry)}
        countries={listCountries(locale)}
        defaultCountry={defaultCountry}
      />
    </MoreWords>
  );
}
