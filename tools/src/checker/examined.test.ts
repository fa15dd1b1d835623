import { expect, it } from 'vitest';
import { event, TestWorld } from './testing-world.ts';

it.each([
  ['waits for a human', { attentionReason: 'refund_failed' }],
  ['was decided by a human', { events: [event('placed'), event('attention_resolved')] }],
])('the money of an order that %s is not counted as looked at', (_, of) => {
  const world = new TestWorld();
  Object.assign(world.sale().order, of);
  expect(world.verdict().examined.charges).toBe(0);
});

it('the end of an order that waits for a human is not counted as looked at', () => {
  const world = new TestWorld();
  Object.assign(world.declinedSale().order, { attentionReason: 'authorization_unknown' });
  expect(world.verdict().examined.ends).toBe(0);
});

it('later work that was given up, or is not owed yet, is not counted as looked at', () => {
  const world = new TestWorld();
  world.sale();
  const { effects } = world.verdict().examined;
  const { readAt, openEvents } = world.books;
  const job = { id: 'e', job: 'payments.refund', orderId: null, attempts: 9, lastError: 'away' };
  openEvents.push({ ...job, availableAt: readAt - 1, isDead: true });
  openEvents.push({ ...job, availableAt: readAt + 1, isDead: false });
  world.books.events += openEvents.length;
  expect(world.verdict().examined.effects).toBe(effects);
});
