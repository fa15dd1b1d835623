import type { CatalogItem, CatalogPage, Product } from '@holdfast/shared/contracts/catalog';
import type { Answer } from '../../checker/history.ts';
import { readAnswer } from '../load/answers.ts';

/**
 * What each part of a request was answered, with no more of it than the checker looks at: prices, and whether there is any
 * left, of the products that are watched.
 */
export function readParts(
  { status, body }: { status: number; body: string },
  { parts, watched }: { parts: number; watched: ReadonlySet<string> },
): Answer[] {
  return bodiesOf(body, parts).map((one) => shorten(readAnswer(status, one), watched));
}

function bodiesOf(body: string, parts: number): string[] {
  const envelopes: unknown = parts > 1 ? parse(body) : null;
  // A batch that was turned away as a whole has one answer for all.
  if (!Array.isArray(envelopes)) return Array.from({ length: parts }, () => body);
  return envelopes.map((envelope) => JSON.stringify(envelope));
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function shorten(answer: Answer, watched: ReadonlySet<string>): Answer {
  if (answer.kind !== 'ok') return answer;
  const data = answer.data as Product | CatalogPage;
  return { kind: 'ok', data: 'variants' in data ? shortenProduct(data) : shortenPage(data, watched) };
}

function shortenProduct({ variants }: Product) {
  return { variants: variants.map(({ id, price, availability }) => ({ id, price, availability })) };
}

function shortenPage({ items }: CatalogPage, watched: ReadonlySet<string>) {
  const shortenItem = ({ handle, priceFrom, availability }: CatalogItem) => ({
    handle,
    priceFrom,
    availability,
  });
  return { items: items.filter(({ handle }) => watched.has(handle)).map(shortenItem) };
}
