import type { RehearsalShop } from '../running-shop.ts';
import type { HistoryWriter } from './history-writer.ts';

/** A crowd: from its seed follows who comes when, and what each wants and does. */
export type LoadPlan = {
  seed: number;
  /** One after the other. `perSecond`: shoppers that arrive, however the shop does. */
  phases: { name: string; seconds: number; perSecond: number }[];
  /** Items that most shoppers want, with so many pieces of each. */
  hotItems: number;
  stockOfHotItem: number;
  /** Items of which there are plenty. */
  otherItems: number;
};

/** What came of the crowd. */
export type LoadReport = {
  shoppers: number;
  /** Shoppers who would have arrived while too many were in the shop for this machine to play them. */
  turnedAway: number;
};

/**
 * Lets the crowd into the shop, with the operators who work there meanwhile, until all have left. What each did and was
 * answered is in the history, after the offers that stood in the shop. The history's first line is its caller's.
 */
export async function runLoad(
  shop: RehearsalShop,
  plan: LoadPlan,
  history: HistoryWriter,
): Promise<LoadReport> {
  void [shop, plan, history];
  return { shoppers: 0, turnedAway: 0 };
}
