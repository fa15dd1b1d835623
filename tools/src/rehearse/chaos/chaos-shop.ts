import path from 'node:path';
import { type RehearsalShop, useOwnShop } from '../running-shop.ts';
import { ShopControl } from './control.ts';

/** A shop to which faults can be done. */
export type ChaosShop = RehearsalShop & { control: ShopControl };

const PROGRAM = path.join(import.meta.dirname, 'shop.ts');

/** Gives the work so many shops of its own, each behind proxies, which are removed after. @throws StackError, Interrupted */
export async function useChaosShops<T>(
  count: number,
  work: (shops: ChaosShop[]) => Promise<T>,
  shops: ChaosShop[] = [],
): Promise<T> {
  if (shops.length === count) return work(shops);
  return useOwnShop((shop, _stopped, { supervisor }) => {
    const next = { ...shop, control: new ShopControl(supervisor) };
    return useChaosShops(count, work, [...shops, next]);
  }, PROGRAM);
}
