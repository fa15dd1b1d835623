import type { Call } from '../history.ts';
import type { History } from '../history-index.ts';
import { adjustmentsOf } from '../adjustments.ts';
import {
  answerOf,
  endOf,
  inputOf,
  isRefused,
  priceInput,
  productAnswer,
  productInput,
} from '../read-call.ts';
import type { Span } from '../register.ts';

/** Something that set one thing which shoppers see: a price, or whether there is any left. */
export type Write = Span & { call: Call; value: string };

/** One thing that shoppers see of a variant, with all that set it. */
export type Label = { name: string; writes: Write[] };

/** What was for sale and was changed, as far as a history tells. */
export type Shelf = {
  /** By `priceLabel` and `stockLabel`. */
  labels: Map<string, Label>;
  /** The one variant of each product that has no other: what a list shows of the product is shown of it. */
  onlyVariant: Map<string, string>;
};

export const SOLD_OUT = 'sold out';
export const FOR_SALE = 'for sale';

/** They may take the last piece of a variant or bring one back, and which is not in the calls. */
const MOVE_STOCK = [
  'orders.place',
  'orders.admin.cancel',
  'orders.admin.refund',
  'orders.admin.import',
  'catalog.admin.import',
];

export function priceLabel(variantId: string, currency: string): string {
  return `The price of variant ${variantId} in ${currency}`;
}

export function stockLabel(variantId: string): string {
  return `The availability of variant ${variantId}`;
}

export function readShelf(history: History): Shelf {
  const writes = [...history.callsOf('catalog.admin.setPrice').flatMap(readPrice), ...readStock(history)];
  const byName = Map.groupBy(writes, ({ name }) => name);
  const labels = new Map([...byName].map(([name, same]) => [name, { name, writes: same }]));
  return { labels, onlyVariant: findOnlyVariants(history) };
}

type Named = Write & { name: string };

function readPrice(call: Call): Named[] {
  const input = isRefused(call) ? null : inputOf(call, priceInput);
  if (!input) return [];
  const { variantId, amount, currency } = input;
  return [
    { call, name: priceLabel(variantId, currency), value: String(amount), from: call.from, to: endOf(call) },
  ];
}

/** Only of variants whose pieces were counted anew each time: what is added to an unknown number says nothing. */
function readStock(history: History): Named[] {
  if (history.callsOf(...MOVE_STOCK).length > 0) return [];
  const byVariant = Map.groupBy(adjustmentsOf(history), ({ variantId }) => variantId);
  return [...byVariant].flatMap(([variantId, adjustments]) => {
    const named = adjustments.flatMap(({ call, from, to, step }) => {
      if (!('set' in step)) return [];
      return [{ call, name: stockLabel(variantId), value: step.set > 0 ? FOR_SALE : SOLD_OUT, from, to }];
    });
    return named.length === adjustments.length ? named : [];
  });
}

function findOnlyVariants(history: History): Map<string, string> {
  const found = new Map<string, string>();
  for (const call of history.callsOf('catalog.product')) {
    const handle = inputOf(call, productInput)?.handle;
    if (handle === undefined || found.has(handle)) continue;
    const [variant, ...others] = answerOf(call, productAnswer)?.variants ?? [];
    if (variant && others.length === 0) found.set(handle, variant.id);
  }
  return found;
}
