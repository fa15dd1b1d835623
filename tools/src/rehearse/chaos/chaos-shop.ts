import path from 'node:path';
import { type RehearsalShop, useOwnShop } from '../running-shop.ts';
import { ShopControl } from './control.ts';

/** A shop to which faults can be done. */
export type ChaosShop = RehearsalShop & { control: ShopControl };

const PROGRAM = path.join(import.meta.dirname, 'shop.ts');

/**
 * Gives the work so many shops of its own, each behind proxies and as soon as it is ready; they start one after the other,
 * and are removed after. When one fails no more are started.
 * @throws StackError, Interrupted, and what the work throws, once all shops are removed
 */
export async function useChaosShops(count: number, work: (shop: ChaosShop) => Promise<void>): Promise<void> {
  let before: Promise<void> = Promise.resolve();
  const useNext = () => {
    const ready = Promise.withResolvers<void>();
    const used = before.then(() => useChaosShop(work, ready.resolve));
    before = Promise.race([ready.promise, used]);
    // Nobody waits for the last.
    before.catch(() => {});
    return used;
  };
  const results = await Promise.allSettled(Array.from({ length: count }, useNext));
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
}

function useChaosShop(work: (shop: ChaosShop) => Promise<void>, ready: () => void): Promise<void> {
  return useOwnShop((shop, _stopped, { supervisor }) => {
    ready();
    return work({ ...shop, control: new ShopControl(supervisor) });
  }, PROGRAM);
}
