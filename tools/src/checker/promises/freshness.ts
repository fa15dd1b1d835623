import { judgeCarts } from '../freshness/carts.ts';
import { judgeLevels } from '../freshness/levels.ts';
import { judgeOrders } from '../freshness/orders.ts';
import { judgePrices } from '../freshness/prices.ts';
import { type Judgement, together } from '../judgement.ts';
import type { World } from '../world.ts';

/** What a session has changed and was told so, it sees from its next question on. */
export function judgeFreshness({ history }: World): Judgement {
  return together([judgeCarts, judgeOrders, judgePrices, judgeLevels].map((judge) => judge(history)));
}
