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
  expect(shopBackAfter({ faults: [kill('postgres', 1_000)], calls })).toEqual([1_400]);
});

it('each kill of the primary counts on its own, and no other fault', () => {
  const faults = [kill('postgres', 1_000), kill('replica-1', 1_500), kill('postgres', 3_000)];
  expect(shopBackAfter({ faults, calls: [placing(1_300, 2_400, placed)] })).toEqual([1_400, 'none sent']);
});

it('a shop that acknowledges no more order is told from one that nobody asks for any', () => {
  const faults = [kill('postgres', 1_000)];
  const shopBack = (...calls: Call[]) => shopBackAfter({ faults, calls });
  expect(shopBack(placing(900, 1_100, unknown), placing(1_200, 1_300, soldOut))).toEqual(['none sent']);
  expect(shopBack(placing(1_200, 1_300, soldOut), placing(1_400, 9_000, unknown))).toEqual([
    'none acknowledged',
  ]);
});
