import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTestShop, type TestShop } from '../testing.ts';
import { fingerprintOf, type IdempotentCall, runIdempotent } from './idempotency.ts';

let shop: TestShop;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop.close());

function call(changes: Partial<IdempotentCall> = {}): IdempotentCall {
  return {
    scope: 'guest',
    key: randomUUID(),
    operation: 'test.write',
    fingerprint: fingerprintOf({ amount: 1 }),
    ...changes,
  };
}

describe('a key', () => {
  it('lets a write happen once and gives every repetition the same answer', async () => {
    let writes = 0;
    const once = call();
    const write = async () => ({ write: ++writes });
    const results = await Promise.all(Array.from({ length: 30 }, () => runIdempotent(shop.db, once, write)));
    expect(writes).toBe(1);
    expect(results.map(({ answer }) => answer)).toEqual(results.map(() => ({ write: 1 })));
    expect(results.filter(({ first }) => first)).toHaveLength(1);
  });

  it('is not spent by a write that failed, and nothing of that write stays', async () => {
    const once = call();
    const failing = runIdempotent(shop.db, once, async (tx) => {
      await tx.product.create({ data: { handle: 'half' } });
      throw new Error('crash');
    });
    await expect(failing).rejects.toThrow('crash');
    expect(await shop.db.primary.product.count({ where: { handle: 'half' } })).toBe(0);
    expect(await runIdempotent(shop.db, once, async () => 'second')).toMatchObject({ first: true });
  });

  it('of another operation or input is a conflict', async () => {
    const once = call();
    await runIdempotent(shop.db, once, async () => 1);
    for (const other of [{ operation: 'test.other' }, { fingerprint: fingerprintOf({ amount: 2 }) }]) {
      await expect(runIdempotent(shop.db, { ...once, ...other }, async () => 2)).rejects.toMatchObject({
        code: 'IDEMPOTENCY_CONFLICT',
      });
    }
  });

  it('may be used anew after its time', async () => {
    const once = call();
    await runIdempotent(shop.db, once, async () => 'old');
    await shop.db.primary.idempotencyKey.updateMany({
      where: { key: once.key },
      data: { expiresAt: new Date(Date.now() - 1_000) },
    });
    expect(await runIdempotent(shop.db, once, async () => 'new')).toEqual({
      answer: 'new',
      first: true,
    });
  });

  it('makes those who wait hold no connection, and answers IN_PROGRESS after 10 s', async () => {
    const once = call();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const begun = Promise.withResolvers<void>();
    const first = runIdempotent(shop.db, once, () => {
      begun.resolve();
      return held.then(() => 'late');
    });
    await begun.promise;
    // Twice as many as the pool has connections wait; the shop still answers others.
    const waiting = Array.from({ length: 20 }, () =>
      runIdempotent(shop.db, once, async () => 'twice').catch((error) => error.code),
    );
    const others = await Promise.all(
      Array.from({ length: 20 }, () => runIdempotent(shop.db, call(), async () => 'other')),
    );
    expect(others.every(({ answer }) => answer === 'other')).toBe(true);
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['IN_PROGRESS']));
    release();
    expect(await first).toMatchObject({ answer: 'late' });
  });
});

describe('a fingerprint', () => {
  it('does not depend on the order of fields, and does on every value', () => {
    expect(fingerprintOf({ a: 1, b: { c: 2, d: 3 } })).toBe(fingerprintOf({ b: { d: 3, c: 2 }, a: 1 }));
    expect(fingerprintOf({ a: 1 })).not.toBe(fingerprintOf({ a: '1' }));
  });
});
