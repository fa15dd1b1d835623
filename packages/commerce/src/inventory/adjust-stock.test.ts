import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTestShop, type TestShop } from '../testing.ts';
import { sellBundle, sellVariant } from '../testing-goods.ts';
import { adjustStock } from './adjust-stock.ts';
import { lockLevels } from './lock-levels.ts';
import { moveStock } from './move-stock.ts';
import { readLevel } from './read-level.ts';

let shop: TestShop;
const actorId = randomUUID();

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());

const adjust = (input: Parameters<typeof adjustStock>[1]['input']) =>
  adjustStock(shop, { input, actorId, scope: `user:${actorId}` });

async function allocate(stockItemId: string, pieces: number): Promise<string[]> {
  return shop.db.primary.$transaction(async (tx) => {
    const [level] = await lockLevels(tx, [stockItemId]);
    if (!level) throw new Error('no level');
    return moveStock(tx, {
      kind: 'allocation',
      changes: [{ stockItemId, locationId: level.locationId, onHandDelta: 0, allocatedDelta: pieces }],
    });
  });
}

describe('an adjustment', () => {
  it('sets or changes what is on hand and leaves a movement with its reason and author', async () => {
    const { variantId, stockItemId } = await sellVariant(shop, { onHand: 10 });
    expect(await adjust({ variantId, setTo: 4, reason: 'count' })).toEqual({
      onHand: 4,
      allocated: 0,
      available: 4,
    });
    expect(await adjust({ variantId, delta: 3, reason: 'found' })).toMatchObject({ onHand: 7 });
    const movements = await shop.db.primary.stockMovement.findMany({
      where: { stockItemId },
      orderBy: { id: 'asc' },
    });
    expect(movements.map(({ onHandDelta, reason }) => [onHandDelta, reason])).toEqual([
      [10, null],
      [-6, 'count'],
      [3, 'found'],
    ]);
    expect(movements[1]?.actorId).toBe(actorId);
  });

  it('happens once per idempotency key, and every repetition gets the first answer', async () => {
    const { variantId } = await sellVariant(shop, { onHand: 10 });
    const input = { variantId, delta: 5, reason: 'delivery', idempotencyKey: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 6 }, () => adjust(input)));
    expect(new Set(answers.map((answer) => answer.onHand))).toEqual(new Set([15]));
    expect(await readLevel(shop, { variantId })).toMatchObject({ onHand: 15 });
    await expect(adjust({ ...input, delta: 6 })).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it('below what orders were promised is refused', async () => {
    const { variantId, stockItemId } = await sellVariant(shop, { onHand: 10 });
    await allocate(stockItemId, 6);
    await expect(adjust({ variantId, setTo: 5, reason: 'count' })).rejects.toMatchObject({
      code: 'BELOW_ALLOCATED',
      details: { allocated: 6 },
    });
    expect(await adjust({ variantId, setTo: 6, reason: 'count' })).toMatchObject({ available: 0 });
    await expect(adjust({ variantId, delta: -7, reason: 'loss' })).rejects.toMatchObject({
      code: 'VALIDATION',
    });
  });

  it('of a bundle is refused: it has no stock of its own', async () => {
    const { stockItemId } = await sellVariant(shop);
    const bundle = await sellBundle(shop, [{ stockItemId, quantity: 2 }]);
    await expect(adjust({ variantId: bundle.variantId, setTo: 5, reason: 'count' })).rejects.toMatchObject({
      code: 'VALIDATION',
    });
  });
});

it('an adjustment beyond what can be counted is refused in words', async () => {
  const { variantId } = await sellVariant(shop, { onHand: 900_000_000 });
  await expect(adjust({ variantId, delta: 200_000_000, reason: 'typo' })).rejects.toMatchObject({
    code: 'VALIDATION',
  });
  expect(await readLevel(shop, { variantId })).toMatchObject({ onHand: 900_000_000 });
});

describe('a movement', () => {
  it('names the products whose shown availability it changed, bundles included, and no others', async () => {
    const rope = await sellVariant(shop, { onHand: 10 });
    const pair = await sellBundle(shop, [{ stockItemId: rope.stockItemId, quantity: 2 }]);
    // 10 -> 9 free: both were and stay "in stock" or "low stock"; 9 -> 1: the pair is gone, the rope is low.
    expect(await allocate(rope.stockItemId, 1)).toEqual([]);
    expect((await allocate(rope.stockItemId, 8)).toSorted()).toEqual([rope.handle, pair.handle].toSorted());
    expect(await allocate(rope.stockItemId, 1)).toEqual([rope.handle]);
  });

  it('always names a bundle of several parts: what happens to the other parts cannot be seen', async () => {
    const [hook, line] = [await sellVariant(shop, { onHand: 50 }), await sellVariant(shop, { onHand: 50 })];
    const kit = await sellBundle(shop, [
      { stockItemId: hook.stockItemId, quantity: 1 },
      { stockItemId: line.stockItemId, quantity: 1 },
    ]);
    expect(await allocate(hook.stockItemId, 1)).toEqual([kit.handle]);
  });
});
