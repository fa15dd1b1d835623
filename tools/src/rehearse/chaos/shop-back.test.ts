import { expect, it } from 'vitest';
import type { Call, Fault } from '../../checker/history.ts';
import { shopBackAfter } from './shop-back.ts';

const kill = (part: string, from: number): Fault => ({
  type: 'fault',
  kind: 'kill',
  part,
  from,
  to: from + 500,
  ordersInFlight: 1,
});

function placing(from: number, to: number, answer: Call['answer']): Call {
  const client = { id: from, client: 'shopper-1.1', session: 'shopper-1' };
  return { type: 'call', ...client, procedure: 'orders.place', input: {}, from, to, answer };
}

const placed = { kind: 'ok', data: { status: 'placed' } } as const;
const soldOut = { kind: 'ok', data: { status: 'out_of_stock' } } as const;
const unknown = { kind: 'unknown', why: 'no answer' } as const;

it('the shop is back when an order that was sent after the kill is acknowledged', () => {
  const calls = [
    placing(900, 1_010, placed),
    placing(1_100, 1_200, unknown),
    placing(1_200, 1_300, soldOut),
    placing(1_300, 2_400, placed),
    placing(1_400, 2_500, placed),
  ];
  expect(shopBackAfter({ faults: [kill('postgres', 1_000)], calls })).toEqual([
    { ms: 1_400, isHitAgain: false },
  ]);
});

it('each kill of the primary counts on its own, and no other fault', () => {
  const faults = [kill('postgres', 1_000), kill('replica-1', 1_500), kill('postgres', 3_000)];
  expect(shopBackAfter({ faults, calls: [placing(1_300, 2_400, placed)] })).toEqual([
    { ms: 1_400, isHitAgain: false },
    'none sent',
  ]);
});

it('a shop that acknowledges no more order is told from one that nobody asks for any', () => {
  const faults = [kill('postgres', 1_000)];
  const shopBack = (...calls: Call[]) => shopBackAfter({ faults, calls });
  expect(shopBack(placing(900, 1_100, unknown), placing(1_200, 1_300, soldOut))).toEqual(['none sent']);
  expect(shopBack(placing(1_200, 1_300, soldOut), placing(1_400, 9_000, unknown))).toEqual([
    'none acknowledged',
  ]);
});

it('a shop whose primary is hit again before it is back is told apart, whether the other fault came before the kill or after', () => {
  const isHitAgain = (from: number, to: number, part = 'postgres') => {
    const faults = [kill('postgres', 1_000), { ...kill(part, from), kind: 'pause', to }];
    return shopBackAfter({ faults, calls: [placing(1_300, 2_400, placed)] })[0];
  };
  const alone = { ms: 1_400, isHitAgain: false };
  expect(isHitAgain(100, 900)).toEqual(alone);
  expect(isHitAgain(100, 1_100)).toEqual({ ...alone, isHitAgain: true });
  expect(isHitAgain(2_000, 9_000)).toEqual({ ...alone, isHitAgain: true });
  expect(isHitAgain(2_500, 9_000)).toEqual(alone);
  expect(isHitAgain(2_000, 9_000, 'replica-1')).toEqual(alone);
});
