import type { CatalogItem, CatalogPage, Product } from '@holdfast/shared/contracts/catalog';
import type { Answer } from '../../checker/history.ts';
import { readAnswer } from './answers.ts';

/**
 * What each part of a request was answered, with no more of it than the checker looks at: prices, and whether there is any
 * left, of the products that are watched.
 */
export function readParts(
  { status, body }: { status: number; body: string },
  { parts, watched }: { parts: number; watched: ReadonlySet<string> },
): Answer[] {
  return splitParts({ status, body }, parts).map((part) =>
    shorten(readAnswer(part.status, part.body), watched),
  );
}

type Part = { status: number; body: string };

function splitParts(whole: Part, parts: number): Part[] {
  const envelopes: unknown = parts > 1 ? parse(whole.body) : null;
  // A batch that was turned away as a whole has one answer for all.
  if (!Array.isArray(envelopes)) return Array.from({ length: parts }, () => whole);
  return envelopes.map((envelope) => ({ status: statusOf(envelope, whole), body: JSON.stringify(envelope) }));
}

/** Of a batch whose parts came out differently there is no status that says so of each. */
function statusOf({ result, error }: Envelope, { status }: Part): number {
  return result ? 200 : (error?.data?.httpStatus ?? status);
}

type Envelope = { result?: unknown; error?: { data?: { httpStatus?: number } } };

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
