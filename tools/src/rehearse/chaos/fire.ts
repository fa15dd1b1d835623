import { setTimeout as delay } from 'node:timers/promises';
import type { HistoryWriter } from '../load/history-writer.ts';
import { untilSettled } from '../settle.ts';
import type { ChaosShop } from './chaos-shop.ts';
import type { PlannedFault } from './faults.ts';

/** A fault of the schedule that could not be done when its time came. */
export type LeftOut = { fault: PlannedFault; why: string };

const COUNT_WITHIN_MS = 500;

/**
 * Does the faults of a schedule to a shop, from now on, and writes each down. A part's faults come one after the other; what
 * has not begun after `seconds` is left out. Resolves when every part is itself again.
 * @returns what was left out, and why.
 */
export async function fire(
  schedule: PlannedFault[],
  { shop, history, seconds }: { shop: ChaosShop; history: HistoryWriter; seconds: number },
): Promise<LeftOut[]> {
  const begun = performance.now();
  const elapsed = () => performance.now() - begun;
  const leftOut: LeftOut[] = [];
  const byPart = Map.groupBy(schedule, ({ part }) => part);
  const ofOnePart = async (faults: PlannedFault[]) => {
    for (const fault of faults) {
      await delay(Math.max(0, fault.afterMs - elapsed()));
      const isLate = elapsed() > seconds * 1_000;
      const why = isLate ? 'its part was not itself before the end' : await inject(fault, { shop, history });
      if (why) leftOut.push({ fault, why });
    }
  };
  await Promise.all([...byPart.values()].map(ofOnePart));
  return leftOut;
}

/** @returns why it could not begin, if so. */
async function inject(
  fault: PlannedFault,
  { shop, history }: { shop: ChaosShop; history: HistoryWriter },
): Promise<string | undefined> {
  const ordersInFlight = await countOrders(shop, history);
  let over: () => Promise<void>;
  try {
    over = await shop.control.begin(fault);
  } catch (error) {
    return (error as Error).message;
  }
  const { kind, part } = fault;
  const from = Date.now();
  history.tellBegun({ type: 'fault', kind, part, from });
  await over();
  history.write({ type: 'fault', kind, part, from, to: Date.now(), ordersInFlight });
  return undefined;
}

/** By the database; while that cannot be asked, by what the shoppers know. */
async function countOrders(shop: ChaosShop, history: HistoryWriter): Promise<number> {
  const byHistory = () => history.inFlight();
  return Promise.race([untilSettled(shop, 0).catch(byHistory), delay(COUNT_WITHIN_MS).then(byHistory)]);
}
