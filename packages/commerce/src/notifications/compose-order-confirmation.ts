import { minorUnitDigits } from '@holdfast/shared/money';

/** Amounts in minor units of `currency`. */
export type ConfirmedOrder = {
  number: string;
  shop: string;
  locale: string;
  currency: string;
  /** `amount` of all pieces, as the shop shows it: with tax where prices hold it. */
  lines: { title: string; quantity: number; amount: number }[];
  subtotal: number;
  discount: number;
  shipping: number;
  tax: number;
  total: number;
  taxIncluded: boolean;
  /** Where the shopper sees the order. */
  url: string;
};

export type ComposedMail = { subject: string; text: string; html: string };

const ENGLISH = {
  direction: 'ltr',
  subject: (order: ConfirmedOrder) => `Your order ${order.number}`,
  thanks: (order: ConfirmedOrder) =>
    `Thank you for your order at ${order.shop}. Your payment has been received.`,
  subtotal: 'Subtotal',
  discount: 'Discount',
  shipping: 'Shipping',
  tax: 'Tax',
  taxIncluded: 'Tax included',
  total: 'Total',
  link: 'See your order',
};

const HEBREW: typeof ENGLISH = {
  direction: 'rtl',
  subject: (order) => `ההזמנה שלך ${order.number}`,
  thanks: (order) => `תודה על הזמנתך ב-${order.shop}. התשלום התקבל.`,
  subtotal: 'סכום ביניים',
  discount: 'הנחה',
  shipping: 'משלוח',
  tax: 'מס',
  taxIncluded: 'כולל מס',
  total: 'סך הכול',
  link: 'לצפייה בהזמנה',
};

/** The mail in the order's language; a language that has no words here is answered in English. */
export function composeOrderConfirmation(order: ConfirmedOrder): ComposedMail {
  const words = order.locale.split('-')[0] === 'he' ? HEBREW : ENGLISH;
  const money = moneyFormat(order.locale, order.currency);
  const lines = order.lines.map((line) => [`${line.quantity} × ${line.title}`, money(line.amount)] as const);
  const sums = [
    [words.subtotal, money(order.subtotal)] as const,
    ...(order.discount > 0 ? [[words.discount, money(-order.discount)] as const] : []),
    [words.shipping, money(order.shipping)] as const,
    [order.taxIncluded ? words.taxIncluded : words.tax, money(order.tax)] as const,
    [words.total, money(order.total)] as const,
  ];
  const subject = words.subject(order);
  const thanks = words.thanks(order);
  const text = [
    thanks,
    ...lines.map((row) => row.join(': ')),
    sums.map((row) => row.join(': ')).join('\n'),
    `${words.link}: ${order.url}`,
  ].join('\n\n');
  const html = `<!doctype html>
<html lang="${escape(order.locale)}" dir="${words.direction}">
<head><meta charset="utf-8"><title>${escape(subject)}</title></head>
<body dir="${words.direction}">
<h1>${escape(subject)}</h1>
<p>${escape(thanks)}</p>
<table>
${[...lines, ...sums].map(([name, amount]) => `<tr><td>${escape(name)}</td><td>${escape(amount)}</td></tr>`).join('\n')}
</table>
<p><a href="${escape(order.url)}">${escape(words.link)}</a></p>
</body>
</html>
`;
  return { subject, text: `${text}\n`, html };
}

/** By locale and currency, which are those of the channels: making one costs more than all that is done with it. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: string, currency: string): Intl.NumberFormat {
  const name = `${locale} ${currency}`;
  const known = formats.get(name);
  if (known) return known;
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  formats.set(name, format);
  return format;
}

function moneyFormat(locale: string, currency: string): (amount: number) => string {
  const format = formatOf(locale, currency);
  const unit = 10 ** minorUnitDigits(currency);
  return (amount) => format.format(amount / unit);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
