import path from 'node:path';
import { type RehearsalShop, useOwnShop } from '../running-shop.ts';
import { ShopControl } from './control.ts';
import { waitForAll } from './wait-for-all.ts';

/** A shop to which faults can be done. */
export type ChaosShop = RehearsalShop & { control: ShopControl };

/** What is done in each shop, and what is heard as soon as one of them has failed. */
export type ChaosWork = { useIn: (shop: ChaosShop) => Promise<void>; onFailure: () => void };

const PROGRAM = path.join(import.meta.dirname, 'shop.ts');

/**
 * Gives the work so many shops of its own, each behind proxies and as soon as it is ready; they start one after the other,
 * and are removed after. When one fails no more are started, and those that run are let come to the end of their work.
 * @throws StackError, Interrupted, and what the work throws, once all shops are removed
 */
export async function useChaosShops(count: number, { useIn, onFailure }: ChaosWork): Promise<void> {
  let before: Promise<void> = Promise.resolve();
  const useNext = () => {
    const ready = Promise.withResolvers<void>();
    const used = before.then(() => useChaosShop(useIn, ready.resolve));
    used.catch(onFailure);
    before = Promise.race([ready.promise, used]);
    // Nobody waits for the last.
    before.catch(() => {});
    return used;
  };
  await waitForAll(Array.from({ length: count }, useNext));
}

function useChaosShop(useIn: ChaosWork['useIn'], ready: () => void): Promise<void> {
  return useOwnShop((shop, _stopped, { supervisor }) => {
    ready();
    return useIn({ ...shop, control: new ShopControl(supervisor) });
  }, PROGRAM);
}
