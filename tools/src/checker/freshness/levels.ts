import { type Adjustment, adjustmentsOf } from '../adjustments.ts';
import type { Call } from '../history.ts';
import type { History } from '../history-index.ts';
import { broken, type Judgement, KEPT, NOT_EXAMINED, together } from '../judgement.ts';
import { answerOf, endOf, inputOf, isRefused, levelAnswer, variantInput } from '../read-call.ts';
import { possibleValues, type Span, within } from '../register.ts';
import { lastOwn } from './own-write.ts';

/** Goods leave and come back: by how many, of which variant, is not in the calls. */
const MOVE_GOODS = [
  'orders.admin.fulfil',
  'orders.admin.refund',
  'orders.admin.import',
  'orders.admin.creditNotes.issue',
  'catalog.admin.import',
];

/** What is on hand is what the session's last change of it has answered, but for changes that met that one or came later. */
export function judgeLevels(history: History): Judgement {
  const adjustments = Map.groupBy(adjustmentsOf(history), ({ variantId }) => variantId);
  const parcels = history
    .callsOf(...MOVE_GOODS)
    .filter((call) => !isRefused(call))
    .map((call) => ({ from: call.from, to: endOf(call) }));
  return together(
    history.callsOf('inventory.level').map((call) => {
      const variantId = inputOf(call, variantInput)?.variantId ?? '';
      return judgeLook(call, adjustments.get(variantId) ?? [], parcels);
    }),
  );
}

function judgeLook(call: Call, changes: Adjustment[], parcels: Span[]): Judgement {
  const onHand = answerOf(call, levelAnswer)?.onHand;
  const own = lastOwn(changes, call);
  if (onHand === undefined || !own || own.onHand === null) return NOT_EXAMINED;
  const since = { since: own.from, until: call.to };
  if (within(parcels, since).length > 0) return NOT_EXAMINED;
  const others = within(changes, since).filter((change) => change !== own);
  const values = possibleValues(
    own.onHand,
    others.map(({ step }) => step),
  );
  if (values.has(onHand)) return KEPT;
  return broken(
    `${own.onHand} of variant ${own.variantId} were on hand when its session last changed that ` +
      `(call ${own.call.id}), and ${onHand} in call ${call.id} of the same session.`,
    [own.call, call],
  );
}
