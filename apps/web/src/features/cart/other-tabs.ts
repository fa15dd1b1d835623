import type { Market } from '../market/market.ts';

const KEY = 'hf_cart_changed';

/** Tells the shop's other tabs that this one has changed the cart. */
export function tellOtherTabs(market: Market): void {
  try {
    localStorage.setItem(KEY, `${nameOf(market)} ${crypto.randomUUID()}`);
  } catch {
    // Without storage they read it when they are looked at.
  }
}

/**
 * Listens to the other tabs of the same market; returns how to stop. A tab of another one would make the cart anew in
 * its own currency, which is not to happen behind the shopper's back.
 */
export function onChangeElsewhere(market: Market, listener: () => void): () => void {
  const onStorage = ({ key, newValue }: StorageEvent) => {
    if (key === KEY && newValue?.startsWith(`${nameOf(market)} `)) listener();
  };
  addEventListener('storage', onStorage);
  return () => removeEventListener('storage', onStorage);
}

function nameOf({ locale, currency }: Market): string {
  return `${locale}/${currency}`;
}
