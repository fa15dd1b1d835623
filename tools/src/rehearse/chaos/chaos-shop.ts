import path from 'node:path';
import { type RehearsalShop, useOwnShop } from '../running-shop.ts';
import { ShopControl } from './control.ts';

/** A shop to which faults can be done. */
export type ChaosShop = RehearsalShop & { control: ShopControl };

const PROGRAM = path.join(import.meta.dirname, 'shop.ts');

/**
 * Gives the work so many shops of its own, each behind proxies and as soon as it is ready. They are removed after.
 * @throws StackError, Interrupted, and what the work throws, once all shops are removed
 */
export async function useChaosShops(count: number, work: (shop: ChaosShop) => Promise<void>): Promise<void> {
  const useOne = () =>
    useOwnShop(
      (shop, _stopped, { supervisor }) => work({ ...shop, control: new ShopControl(supervisor) }),
      PROGRAM,
    );
  const results = await Promise.allSettled(Array.from({ length: count }, useOne));
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
}
