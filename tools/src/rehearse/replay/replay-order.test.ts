import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ReplayClock } from './replay-clock.ts';
import { ReplayedOrders } from './replayed-orders.ts';
import { planReplay } from './plan-replay.ts';
import { invoiceOf, lineOf } from './testing.ts';

it('a refund waits for its order and for the refund before it, and nothing else waits', async () => {
  const { tasks } = planReplay({
    fingerprint: 'test',
    invoices: [
      invoiceOf('1', [lineOf('80001', 8, 1)]),
      invoiceOf('C2', [lineOf('80001', -1, 1)]),
      invoiceOf('C3', [lineOf('80001', -1, 1)]),
      invoiceOf('4', [lineOf('80001', 8, 1)]),
      invoiceOf('C5', [lineOf('80009', -1, 1)]),
    ],
  });
  const orders = new ReplayedOrders();
  const turns = tasks.map((task) => orders.takeTurn(task));
  const ready: number[] = [];
  turns.forEach((turn, index) => void turn.ready.then(() => ready.push(index)));
  await nextTurn();
  expect(ready).toEqual([0, 3, 4]);
  turns[0]?.end();
  await nextTurn();
  expect(ready).toEqual([0, 3, 4, 1]);
  turns[1]?.end();
  await nextTurn();
  expect(ready).toEqual([0, 3, 4, 1, 2]);
});

it('an invoice is due after its time in the file divided by the speed, and at once without one', async () => {
  const first = Date.UTC(2030, 0, 1);
  const minute = 60_000;
  const from = Date.now();
  await new ReplayClock(first, undefined).until(first + 1_000 * minute);
  await new ReplayClock(first, 600).until(first);
  const clock = new ReplayClock(first, 600);
  await clock.until(first + minute);
  // Timers may come a millisecond early by the wall clock.
  expect(Date.now() - from).toBeGreaterThanOrEqual(99);
});
