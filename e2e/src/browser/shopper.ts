import type { Page } from 'playwright';

/** What a shopper reads on the way to a paid order, by language. */
export const WORDS = {
  en: {
    add: 'Add to cart',
    checkout: 'Go to checkout',
    email: 'E-mail',
    country: 'Country',
    name: 'Full name',
    line1: 'Street and number',
    city: 'Town or city',
    pay: /^Pay /,
    paid: 'Thank you. Your order is paid.',
    confirmed: 'Confirmation sent',
  },
  he: {
    add: 'הוספה לסל',
    checkout: 'מעבר לקופה',
    email: 'דוא״ל',
    country: 'ארץ',
    name: 'שם מלא',
    line1: 'רחוב ומספר',
    city: 'יישוב',
    pay: /^תשלום /,
    paid: 'תודה. ההזמנה שולמה.',
    confirmed: 'האישור נשלח',
  },
};
export type Words = (typeof WORDS)['en'];

/** From a product's page to the checkout: by the drawer that opens, or by the cart's page for who is faster than the script. */
export async function addAndCheckOut(page: Page, words: Words): Promise<void> {
  await page.getByRole('button', { name: words.add, exact: true }).click();
  await page.getByRole('link', { name: words.checkout }).first().click();
  await page.waitForURL('**/checkout');
}

/** An address in Israel, whose form has no field that other countries lack. */
export async function fillAddress(page: Page, words: Words): Promise<void> {
  const field = (label: string) => page.getByLabel(label, { exact: true });
  await field(words.email).fill('shopper@example.com');
  await field(words.country).selectOption('IL');
  await field(words.name).fill('Noa Levi');
  await field(words.line1).fill('1 Harbour Road');
  await field(words.city).fill('Haifa');
}

/** Pays with the card that is chosen and waits for the order's page; gives the order's number. */
export async function pay(page: Page, words: Words): Promise<string> {
  await page.getByRole('button', { name: words.pay }).click();
  await page.waitForURL('**/orders/*');
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** The order's page says so by itself, without being loaded again. */
export async function expectPaid(page: Page, words: Words): Promise<void> {
  await page.getByRole('heading', { name: words.paid }).waitFor();
  await page.getByRole('listitem').filter({ hasText: words.confirmed }).first().waitFor();
}
