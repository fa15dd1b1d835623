import { minorUnitDigits, MAX_UNIT_AMOUNT, parseDecimal } from '@holdfast/shared/money';

/** A cell's value, or in words why it has none. */
export type Parsed<T> = { value: T } | { reason: string };

const MOST_PIECES = 1_000_000_000;
const MOST_GRAMS = 100_000_000;
const MOST_URL = 2_000;

/** An amount in minor units. Nothing is guessed: whether "1,299" is one or a thousand nobody can know. */
export function parsePrice(text: string, currency: string): Parsed<number> {
  const amount = parseDecimal(text, currency);
  if (amount === null) return { reason: whyNoPrice(text, currency) };
  if (amount < 0) return { reason: `${text} is below zero. Write 0 or more.` };
  if (amount > MAX_UNIT_AMOUNT) return { reason: `${text} is more than Holdfast can sell anything for.` };
  return { value: amount };
}

function whyNoPrice(text: string, currency: string): string {
  if (/^-?\d+\.\d+$/.test(text)) {
    return `"${text}" has more digits behind the point than ${currency} has (${minorUnitDigits(currency)}).`;
  }
  if (/^-?\d{1,3}([,.'\s]\d{3})+([.,]\d+)?$/.test(text)) {
    return `"${text}" has a thousands separator. Write it without one, such as 1299.00.`;
  }
  if (/^-?\d+,\d+$/.test(text)) return `"${text}" has a decimal comma. Write a point, such as 19.90.`;
  return `"${text}" is not a price. Write digits and a point alone, such as 19.90.`;
}

/** Pieces on hand. */
export function parsePieces(text: string): Parsed<number> {
  if (/^-\d+(\.\d+)?$/.test(text))
    return { reason: `${text} is below zero: there cannot be less than no stock.` };
  if (/^\d+\.\d+$/.test(text))
    return { reason: `${text} is not a whole number: stock is counted in pieces.` };
  if (!/^\d+$/.test(text)) return { reason: `"${text}" is not a number of pieces. Write digits alone.` };
  if (Number(text) > MOST_PIECES) return { reason: `${text} pieces are more than Holdfast can count.` };
  return { value: Number(text) };
}

/** Shopify writes grams as a decimal at times; parts of a gram are rounded. */
export function parseGrams(text: string): Parsed<number> {
  const grams = Math.round(Number(text));
  if (!/^\d+(\.\d+)?$/.test(text) || grams > MOST_GRAMS) {
    return { reason: `"${text}" is not a weight in grams. Write a number, such as 250.` };
  }
  return { value: grams };
}

export function parsePosition(text: string): Parsed<number> {
  if (/^\d{1,6}$/.test(text)) return { value: Number(text) };
  return { reason: `"${text}" is not a place in a row of images. Write 1, 2, 3 …` };
}

/** An http(s) address, or a path on the shop's own one. */
export function parseImageUrl(text: string): Parsed<string> {
  // "//host/x" and "/\\host/x" would leave for another host than the one that the page came from.
  const isOnShop = /^\/(?![/\\])\S*$/.test(text);
  const isAddress = isOnShop || /^https?:$/.test(URL.parse(text)?.protocol ?? '');
  if (isAddress && text.length <= MOST_URL) return { value: text };
  return {
    reason: `"${text.slice(0, 80)}" is not an http(s) address of an image, nor a path on the shop as "/goods/boot.webp".`,
  };
}

/** A code that a spreadsheet may have marked as text by an apostrophe in front. */
export function parseCode(text: string): string | null {
  return text.replace(/^'/, '') || null;
}
