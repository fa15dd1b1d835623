import path from 'node:path';
import { type RehearsalShop, useOwnShop } from '../running-shop.ts';
import { ShopControl } from './control.ts';

/** A shop to which faults can be done. */
export type ChaosShop = RehearsalShop & { control: ShopControl };

const PROGRAM = path.join(import.meta.dirname, 'shop.ts');

/** Gives the work a shop of its own, behind proxies, which is removed after. @throws StackError, Interrupted */
export function useChaosShop<T>(work: (shop: ChaosShop, stopped: AbortSignal) => Promise<T>): Promise<T> {
  return useOwnShop(
    (shop, stopped, { supervisor }) => work({ ...shop, control: new ShopControl(supervisor) }, stopped),
    PROGRAM,
  );
}
