import type { Call } from './history.ts';
import type { History } from './history-index.ts';
import { adjustInput, answerOf, inputOf, isRefused, levelAnswer } from './read-call.ts';
import type { Change, Step } from './register.ts';

/** A change of what is on hand of a variant. Calls with one key are one change, whose answer is the first one's. */
export type Adjustment = Change & {
  variantId: string;
  /** The one that was answered first; when none was, the one that asked first. */
  call: Call;
  /** What was on hand after it; null when nobody knows whether it happened. */
  onHand: number | null;
};

/** All changes of what is on hand that happened, or may have, after the offers were written down. */
export function adjustmentsOf(history: History): Adjustment[] {
  const before = new Set(history.calls.slice(0, history.callsBeforeOffers));
  const calls = history.callsOf('inventory.adjust').filter((call) => !before.has(call) && !isRefused(call));
  const byKey = Map.groupBy(calls, (call) => {
    const key = inputOf(call, adjustInput)?.idempotencyKey;
    return key === undefined ? call : `${call.session} ${key}`;
  });
  return [...byKey.values()].flatMap(readAdjustment);
}

function readAdjustment(calls: Call[]): Adjustment[] {
  const byEnd = calls.toSorted((a, b) => a.to - b.to);
  const call = byEnd.find(({ answer }) => answer.kind === 'ok') ?? byEnd[0];
  const input = call && inputOf(call, adjustInput);
  if (!input) return [];
  const onHand = answerOf(call, levelAnswer)?.onHand ?? null;
  const step: Step = input.setTo === undefined ? { add: input.delta ?? 0 } : { set: input.setTo };
  const from = Math.min(...calls.map((one) => one.from));
  return [{ variantId: input.variantId, call, onHand, step, from, to: onHand === null ? Infinity : call.to }];
}
