import type { History } from '../history-index.ts';
import { broken, type Judgement, KEPT, together } from '../judgement.ts';
import { isMarkedStale, wasPrimaryGone } from './primary-gone.ts';

/** An answer is marked stale only while the primary is gone. */
export function judgeMarks(history: History): Judgement {
  const marked = history.calls.filter(isMarkedStale);
  return together(
    marked.map((call) => {
      if (wasPrimaryGone(history, call)) return KEPT;
      return broken(`Call ${call.id} was answered by what is marked stale, while the primary was there.`, [
        call,
      ]);
    }),
  );
}
