import { type Judgement, together } from '../judgement.ts';
import { judgeBound } from '../staleness/bound.ts';
import { judgeMarks } from '../staleness/marks.ts';
import type { World } from '../world.ts';

/** What was changed is seen by everybody within a second. */
export function judgeStaleness({ history }: World): Judgement {
  return together([judgeBound, judgeMarks].map((judge) => judge(history)));
}
