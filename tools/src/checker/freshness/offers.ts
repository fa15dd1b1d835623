import type { History } from '../history-index.ts';
import type { Judgement } from '../judgement.ts';
import { judgeLooks } from '../offers/judge-looks.ts';
import { lastOwn } from './own-write.ts';

/** A variant costs what its session has last set, or what was set at the same time or later; so with its availability. */
export function judgeOwnOffers(history: History): Judgement {
  return judgeLooks(history, {
    demand: ({ call, label }) => lastOwn(label.writes, call),
    describe: ({ call, label, value }, own) =>
      `${label.name} was set to ${own.value} in call ${own.call.id}, ` +
      `and ${value} was shown to the same session later (call ${call.id}).`,
  });
}
