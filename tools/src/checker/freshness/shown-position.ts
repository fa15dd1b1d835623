import type { Call } from '../history.ts';
import type { History } from '../history-index.ts';
import type { Judgement } from '../judgement.ts';
import { judgeLooks } from '../offers/judge-looks.ts';
import { lastWrite } from '../offers/older.ts';

/**
 * Whoever shows a token sees nothing older than it: every change up to its position, whoever made it. So what a token has
 * seen never goes back.
 */
export function judgeShownPositions(history: History): Judgement {
  return judgeLooks(history, {
    demand: (look) => lastWrite(look, ({ call }) => isUpTo(call, look.call)),
    describe: ({ call, label, value }, { call: write, value: set }) =>
      `${label.name} was set to ${set} at ${write.position} (call ${write.id}), ` +
      `and ${value} was shown to who showed ${call.shown} (call ${call.id}).`,
  });
}

function isUpTo({ position, answer }: Call, { shown }: Call): boolean {
  if (answer.kind !== 'ok' || position === undefined || shown === undefined) return false;
  const [written, known] = [parse(position), parse(shown)];
  return written.epoch === known.epoch && written.at <= known.at;
}

/** An epoch has points of its own, a position has none. */
function parse(token: string): { epoch: string; at: number } {
  const point = token.lastIndexOf('.');
  return { epoch: token.slice(0, point), at: Number(token.slice(point + 1)) };
}
