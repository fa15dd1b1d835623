import { inventoryMovementsInput } from '@holdfast/shared/contracts/inventory';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { ensureOperator } from '../identity/ensure-operator.ts';
import { placeTestOrder } from '../orders/testing.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { sellBundle, sellVariant } from '../testing-goods.ts';
import { adjustStock } from './adjust-stock.ts';
import { listMovements } from './list-movements.ts';

const operator = { email: 'boss@example.com', password: 'a long enough password' };
let shop: TestShop;
let actorId: string;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  await ensureOperator(shop, operator);
  actorId = (await shop.db.primary.user.findFirstOrThrow()).id;
});
afterAll(() => shop?.close());

const list = (input: { variantId: string; cursor?: string | undefined; limit?: number }) =>
  listMovements(shop, inventoryMovementsInput.parse(input));

const adjust = (variantId: string, delta: number) =>
  adjustStock(shop, { input: { variantId, delta, reason: `by ${delta}` }, actorId, scope: 'guest' });

it('movements say what moved, for which order, by whom and why, newest first', async () => {
  const order = await placeTestOrder(shop, { quantity: 3, onHand: 8 });
  const line = await shop.db.primary.orderLine.findFirstOrThrow({ where: { orderId: order.orderId } });
  const variantId = line.variantId ?? '';
  await adjust(variantId, -2);
  const { items, nextCursor } = await list({ variantId });
  expect(items.map(({ at: _, ...item }) => item)).toEqual([
    {
      kind: 'adjustment',
      onHandDelta: -2,
      allocatedDelta: 0,
      reason: 'by -2',
      orderNumber: null,
      actor: operator.email,
    },
    {
      kind: 'allocation',
      onHandDelta: 0,
      allocatedDelta: 3,
      reason: null,
      orderNumber: order.number,
      actor: null,
    },
    {
      kind: 'adjustment',
      onHandDelta: 8,
      allocatedDelta: 0,
      reason: null,
      orderNumber: null,
      actor: null,
    },
  ]);
  expect(nextCursor).toBeNull();
});

it('pages hold each movement once, of a bundle those of all its parts', async () => {
  const [one, other] = [await sellVariant(shop), await sellVariant(shop)];
  for (const delta of [1, 2, 3]) {
    await adjust(one.variantId, delta);
    await adjust(other.variantId, -delta);
  }
  const bundle = await sellBundle(
    shop,
    [one, other].map(({ stockItemId }) => ({ stockItemId, quantity: 1 })),
  );
  for (const [variantId, expected] of [
    [one.variantId, [3, 2, 1, 10]],
    [bundle.variantId, [-3, 3, -2, 2, -1, 1, 10, 10]],
  ] as const) {
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ variantId, limit: 3, cursor });
      seen.push(...page.items.map(({ onHandDelta }) => onHandDelta));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(expected);
  }
});

it('movements of an unknown variant are not found', async () => {
  await expect(list({ variantId: '01a20a53-c11d-718a-a314-27af43cc919b' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});
