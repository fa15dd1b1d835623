import compile from 'icu-minify/compile';
import type { Locale } from './locales.ts';
import cart from './messages/en/cart.json';
import catalog from './messages/en/catalog.json';
import checkout from './messages/en/checkout.json';
import orders from './messages/en/orders.json';
import shell from './messages/en/shell.json';
import heCart from './messages/he/cart.json';
import heCatalog from './messages/he/catalog.json';
import heCheckout from './messages/he/checkout.json';
import heOrders from './messages/he/orders.json';
import heShell from './messages/he/shell.json';

/** All words of the shop, by the part that says them. English is the shape that the others must have. */
export type Messages = {
  shell: typeof shell;
  catalog: typeof catalog;
  cart: typeof cart;
  checkout: typeof checkout;
  orders: typeof orders;
};

export const MESSAGES: Record<Locale, Messages> = {
  en: compiled({ shell, catalog, cart, checkout, orders }),
  he: compiled({ shell: heShell, catalog: heCatalog, cart: heCart, checkout: heCheckout, orders: heOrders }),
};

/** Each text as `use-intl` takes it once it is compiled; by its type still the text, since only `use-intl` reads it. */
function compiled<Words extends object>(words: Words): Words {
  // A clone has prototypes as anything that React sends to the browser must.
  const compileOne = (word: string | object) =>
    typeof word === 'string' ? structuredClone(compile(word)) : compiled(word);
  return Object.fromEntries(Object.entries(words).map(([key, word]) => [key, compileOne(word)])) as Words;
}

declare module 'use-intl/core' {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
