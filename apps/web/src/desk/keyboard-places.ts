/** The pages of the desk; `g` and then the letter lead there. */
export const DESK_PLACES = [
  { letter: 'l', label: 'Live', href: '/operator' },
  { letter: 'o', label: 'Orders', href: '/operator/orders' },
  { letter: 'g', label: 'Goods', href: '/operator/goods' },
  { letter: 'q', label: 'Jobs', href: '/operator/jobs' },
] as const;

/** Another document: the shop has a root layout of its own. */
export const SHOP = { letter: 's', label: 'Shop', href: '/' } as const;

/** Below the orders, and a place of its own for the keyboard. */
export const CREDIT_NOTES = {
  letter: 'c',
  label: 'Credit notes',
  href: '/operator/orders/credit-notes',
} as const;

export const PLACES = [...DESK_PLACES, CREDIT_NOTES, SHOP];

/** The second key is one of a pair only while the first is still in mind. */
const PAIR_MS = 1_500;

export type Step = { isPairOpen: boolean; at: number; href: string | null };

export const NO_STEP: Step = { isPairOpen: false, at: 0, href: null };

/** What a letter means after the one before it. `at` is in milliseconds of any clock. */
export function step(before: Step, letter: string, at: number): Step {
  const isSecond = before.isPairOpen && at - before.at <= PAIR_MS;
  if (!isSecond) return { isPairOpen: letter === 'g', at, href: null };
  const place = PLACES.find((known) => known.letter === letter);
  return { isPairOpen: false, at, href: place?.href ?? null };
}

/** The Latin letter of a key, also where the keyboard writes Hebrew. */
export function letterOf({ key, code }: { key: string; code: string }): string {
  const isLatin = /^[\x20-\x7e]$/.test(key);
  return isLatin ? key.toLowerCase() : (/^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? '');
}
