'use server';
import { cookies } from 'next/headers';
import { CURRENCIES, CURRENCY_COOKIE, THEME_COOKIE, THEMES } from './market.ts';

const YEAR_SECONDS = 365 * 24 * 60 * 60;
const COOKIE = { path: '/', sameSite: 'lax', maxAge: YEAR_SECONDS } as const;

/** Forms of the shell. The page stays; it is rendered again in the currency that was chosen. */
export async function setCurrency(form: FormData): Promise<void> {
  const currency = CURRENCIES.find((name) => name === form.get('currency'));
  if (currency) (await cookies()).set(CURRENCY_COOKIE, currency, COOKIE);
}

/** Anything but a theme of ours means: as the system has it. */
export async function setTheme(form: FormData): Promise<void> {
  const theme = THEMES.find((name) => name === form.get('theme'));
  const jar = await cookies();
  if (theme) jar.set(THEME_COOKIE, theme, COOKIE);
  else jar.delete(THEME_COOKIE);
}
