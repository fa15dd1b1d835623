import { setTimeout as delay } from 'node:timers/promises';
import type { HistoryWriter } from '../load/history-writer.ts';
import { countUnsettled } from '../settle.ts';
import type { ChaosShop } from './chaos-shop.ts';
import type { PlannedFault } from './faults.ts';
import type { Begun } from './inject.ts';
import { waitForAll } from './wait-for-all.ts';

/** A fault of the schedule that could not be done when its time came. */
export type LeftOut = { fault: PlannedFault; why: string };

/** A run that goes on in a shop. */
export type Running = { shop: ChaosShop; history: HistoryWriter; since: Date };

/** A part that is not itself again by then has been broken for good. */
export const READY_WITHIN_MS = 120_000;
const COUNT_WITHIN_MS = 500;

/**
 * Does the faults of a schedule to a shop, from now on, and writes each down. A part's faults come one after the other; what
 * has not begun after `seconds` is left out. Resolves when every part is itself again.
 * @returns what was left out, and why. @throws Error that names a part which does not come back
 */
export async function fire(schedule: PlannedFault[], seconds: number, running: Running): Promise<LeftOut[]> {
  const begun = performance.now();
  const elapsed = () => performance.now() - begun;
  const leftOut: LeftOut[] = [];
  const byPart = Map.groupBy(schedule, ({ part }) => part);
  const ofOnePart = async (faults: PlannedFault[]) => {
    for (const fault of faults) {
      await delay(Math.max(0, fault.afterMs - elapsed()));
      const isLate = elapsed() > seconds * 1_000;
      const why = isLate ? 'its part was not itself before the end' : await inject(fault, running);
      if (why) leftOut.push({ fault, why });
    }
  };
  await waitForAll([...byPart.values()].map(ofOnePart));
  return leftOut;
}

/** @returns why it could not begin, if so. */
async function inject(fault: PlannedFault, running: Running): Promise<string | undefined> {
  const { shop, history } = running;
  const ordersInFlight = await countOrders(running);
  let begun: Begun;
  try {
    begun = await shop.control.begin(fault);
  } catch (error) {
    return (error as Error).message;
  }
  const { kind, part } = fault;
  const { at: from, over } = begun;
  history.tellBegun({ type: 'fault', kind, part, from });
  await inTime(fault, over());
  history.write({ type: 'fault', kind, part, from, to: Date.now(), ordersInFlight });
  return undefined;
}

async function inTime({ kind, part, forMs }: PlannedFault, over: Promise<void>): Promise<void> {
  const late = delay(forMs + READY_WITHIN_MS, undefined, { ref: false }).then(() => {
    throw new Error(`${part} was not itself again ${READY_WITHIN_MS / 1_000} s after the fault "${kind}"`);
  });
  await Promise.race([over, late]);
}

/** By the database, and those that are not in it yet; while it cannot be asked, by what the shoppers know. */
async function countOrders({ shop, history, since }: Running): Promise<number> {
  const byHistory = () => history.inFlight();
  const byBooks = async () => (await countUnsettled(shop, since)) + history.placing();
  return Promise.race([byBooks().catch(byHistory), delay(COUNT_WITHIN_MS).then(byHistory)]);
}
