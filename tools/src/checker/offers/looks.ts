import type { Call } from '../history.ts';
import type { History } from '../history-index.ts';
import { answerOf, listAnswer, productAnswer } from '../read-call.ts';
import { FOR_SALE, type Label, priceLabel, readShelf, type Shelf, SOLD_OUT, stockLabel } from './shelf.ts';

/** What one answer showed of a thing that was changed. */
export type Look = { call: Call; label: Label; value: string };

type Shown = {
  variantId: string;
  price: { amount: number; currency: string };
  availability?: string | undefined;
};

/** Every look at a price or an availability that somebody set: on a product's page, in a list, in a search. */
export function* looksOf(history: History): Generator<Look> {
  const shelf = readShelf(history);
  if (shelf.labels.size === 0) return;
  for (const call of history.callsOf('catalog.product')) {
    for (const { id, ...shown } of answerOf(call, productAnswer)?.variants ?? []) {
      yield* looksAt(shelf, call, { variantId: id, ...shown });
    }
  }
  for (const call of history.callsOf('catalog.list', 'catalog.search')) {
    for (const { handle, priceFrom: price, availability } of answerOf(call, listAnswer)?.items ?? []) {
      const variantId = shelf.onlyVariant.get(handle);
      if (variantId !== undefined) yield* looksAt(shelf, call, { variantId, price, availability });
    }
  }
}

function* looksAt({ labels }: Shelf, call: Call, shown: Shown): Generator<Look> {
  const { variantId, price, availability } = shown;
  const priced = labels.get(priceLabel(variantId, price.currency));
  if (priced) yield { call, label: priced, value: String(price.amount) };
  const stocked = labels.get(stockLabel(variantId));
  if (!stocked || availability === undefined) return;
  yield { call, label: stocked, value: availability === 'out_of_stock' ? SOLD_OUT : FOR_SALE };
}
