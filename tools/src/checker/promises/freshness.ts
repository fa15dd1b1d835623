import { judgeCarts } from '../freshness/carts.ts';
import { judgeLevels } from '../freshness/levels.ts';
import { judgeOrders } from '../freshness/orders.ts';
import { judgeOwnOffers } from '../freshness/offers.ts';
import { judgeShownPositions } from '../freshness/shown-position.ts';
import { type Judgement, together } from '../judgement.ts';
import type { World } from '../world.ts';

/** What a session has changed and was told so, it sees from its next question on. */
export function judgeFreshness({ history }: World): Judgement {
  const judges = [judgeCarts, judgeOrders, judgeOwnOffers, judgeShownPositions, judgeLevels];
  return together(judges.map((judge) => judge(history)));
}
