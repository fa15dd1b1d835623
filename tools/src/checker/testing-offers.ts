import type { Call } from './history.ts';
import { ok, type TestWorld, VARIANT } from './testing-world.ts';

/** What a test says of a call besides what it shows or sets. */
type Said = Partial<Pick<Call, 'client' | 'from' | 'to' | 'answer' | 'shown' | 'position' | 'cache'>>;

/** The handle of the product that has the one variant. */
const HANDLE = 'rope';

/** The shop's operator sets a price, in minor units. */
export function setPrice(world: TestWorld, amount: number, said: Said = {}): Call {
  const input = { variantId: VARIANT, amount, currency: 'USD' };
  return world.call('catalog.admin.setPrice', { client: 'desk', input, answer: ok({}), ...said });
}

/** The shop's operator counts the pieces. */
export function setStock(world: TestWorld, setTo: number, said: Said = {}): Call {
  const input = { variantId: VARIANT, setTo, reason: 'counted' };
  const answer = ok({ onHand: setTo });
  return world.call('inventory.adjust', { client: 'desk', input, answer, ...said });
}

type Seen = { amount: number; availability?: string };

/** Somebody sees the product's page. */
export function seePage(
  world: TestWorld,
  { amount, availability = 'in_stock' }: Seen,
  said: Said = {},
): Call {
  const variants = [{ id: VARIANT, price: { amount, currency: 'USD' }, availability }];
  return world.call('catalog.product', { input: { handle: HANDLE }, answer: ok({ variants }), ...said });
}

/** Somebody sees the product in a list, or by a search. */
export function seeInList(
  world: TestWorld,
  { amount, availability = 'in_stock' }: Seen,
  { procedure = 'catalog.list', ...said }: Said & { procedure?: string } = {},
): Call {
  const items = [{ handle: HANDLE, priceFrom: { amount, currency: 'USD' }, availability }];
  return world.call(procedure, { input: {}, answer: ok({ items }), ...said });
}
