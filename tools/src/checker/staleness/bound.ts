import type { History } from '../history-index.ts';
import type { Judgement } from '../judgement.ts';
import { judgeLooks } from '../offers/judge-looks.ts';
import { lastWrite } from '../offers/older.ts';
import { isMarkedStale, wasPrimaryGone } from './primary-gone.ts';

const BOUND_MS = 1_000;

/**
 * Whoever asks more than a second after a change was answered sees it, in whatever process, with a session or without; but
 * for what is marked stale while the primary is gone.
 */
export function judgeBound(history: History): Judgement {
  return judgeLooks(history, {
    demand: (look) => {
      if (isMarkedStale(look.call) && wasPrimaryGone(history, look.call)) return undefined;
      const { from } = look.call;
      return lastWrite(look, ({ call, to }) => call.answer.kind === 'ok' && to + BOUND_MS < from);
    },
    describe: ({ call, label, value }, write) =>
      `${label.name} was set to ${write.value} in call ${write.call.id}, ` +
      `and ${value} was shown to who asked ${call.from - write.to} ms after its answer (call ${call.id}).`,
  });
}
