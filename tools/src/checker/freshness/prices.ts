import type { Call } from '../history.ts';
import type { History } from '../history-index.ts';
import { broken, type Judgement, KEPT, NOT_EXAMINED, together } from '../judgement.ts';
import { answerOf, endOf, inputOf, isRefused, priceInput, productAnswer } from '../read-call.ts';
import { type Span, within } from '../register.ts';
import { lastOwn } from './own-write.ts';

type PriceChange = Span & { call: Call; name: string; amount: number };

/** A variant costs what its session has last set, or what was set at the same time or later. */
export function judgePrices(history: History): Judgement {
  const changes = Map.groupBy(
    history.callsOf('catalog.admin.setPrice').flatMap(readChange),
    ({ name }) => name,
  );
  if (changes.size === 0) return NOT_EXAMINED;
  return together(
    history.callsOf('catalog.product').flatMap((call) =>
      (answerOf(call, productAnswer)?.variants ?? []).map(({ id, price }) => {
        const name = nameOf(id, price.currency);
        return judgeLook(call, { name, amount: price.amount }, changes.get(name) ?? []);
      }),
    ),
  );
}

function nameOf(variantId: string, currency: string): string {
  return `variant ${variantId} in ${currency}`;
}

function readChange(call: Call): PriceChange[] {
  const input = isRefused(call) ? null : inputOf(call, priceInput);
  if (!input) return [];
  const { variantId, amount, currency } = input;
  return [{ call, name: nameOf(variantId, currency), amount, from: call.from, to: endOf(call) }];
}

function judgeLook(
  call: Call,
  { name, amount }: { name: string; amount: number },
  changes: PriceChange[],
): Judgement {
  const own = lastOwn(changes, call);
  if (!own) return NOT_EXAMINED;
  const possible = within(changes, { since: own.from, until: call.to });
  if (possible.some((change) => change.amount === amount)) return KEPT;
  return broken(
    `The price of ${name} was set to ${own.amount} in call ${own.call.id}, ` +
      `and ${amount} was shown to the same session later (call ${call.id}).`,
    [own.call, call],
  );
}
