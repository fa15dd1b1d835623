import { randomUUID } from 'node:crypto';
import { sellVariant } from '@holdfast/commerce/testing-goods';
import type { Snapshot } from '@holdfast/shared/contracts/operations';
import type { PlaceOrderOutput } from '@holdfast/shared/contracts/orders';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openTestApi, type TestApi } from '../testing.ts';
import { TestStream } from '../testing-stream.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi(inject('stack'));
});
afterAll(() => api.close());

type PlacedOrder = { number: string; accessToken: string };

async function place(): Promise<PlacedOrder> {
  const { variantId } = await sellVariant(api.shop);
  const { data: cart } = await api.mutate<{ id: string }>('cart.add', { variantId, quantity: 1 });
  const { data } = await api.mutate<PlaceOrderOutput>('orders.place', {
    idempotencyKey: randomUUID(),
    cartId: cart.id,
    email: 'shopper@example.com',
    shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
    shippingMethod: 'standard',
    payment: { provider: 'test', token: 'ok' },
  });
  if (data.status !== 'placed') throw new Error(data.status);
  return { number: data.order.number, accessToken: data.order.accessToken };
}

/** What a worker does: a new event, committed, then a signal. */
async function append({ number }: PlacedOrder, seq: number, signal = true): Promise<void> {
  const order = await api.shop.db.primary.order.findUniqueOrThrow({ where: { number } });
  const type = 'payment_authorized';
  await api.shop.db.primary.orderEvent.create({ data: { orderId: order.id, seq, type } });
  if (signal) api.shop.signals.send('order_event', order.id);
}

const follow = (input: object, headers?: Record<string, string>) =>
  TestStream.open(
    `${api.url}/trpc/orders.events?input=${encodeURIComponent(JSON.stringify(input))}`,
    headers,
  );

describe('the events of an order', () => {
  test('come from the first on, then each within a moment of its commit', async () => {
    const order = await place();
    const stream = await follow(order);
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
    expect(stream.response.headers.get('cache-control')).toBe('private, no-store, no-transform');
    const first = await stream.next();
    expect(first?.id).toBe('1');
    expect(JSON.parse(first?.data ?? '')).toMatchObject({ seq: 1, type: 'placed' });
    const started = performance.now();
    await append(order, 2);
    expect((await stream.next())?.id).toBe('2');
    expect(performance.now() - started).toBeLessThan(1_500);
    stream.close();
  });

  test('go on after the last one that was seen, by the header and by the input', async () => {
    const order = await place();
    await append(order, 2);
    await append(order, 3);
    const byHeader = await follow(order, { 'last-event-id': '2' });
    expect((await byHeader.next())?.id).toBe('3');
    byHeader.close();
    const byInput = await follow({ ...order, lastEventId: 1 });
    expect((await byInput.next())?.id).toBe('2');
    expect((await byInput.next())?.id).toBe('3');
    byInput.close();
  });

  test('come also when the signal was lost', async () => {
    const order = await place();
    const stream = await follow(order);
    await stream.next();
    await append(order, 2, false);
    expect((await stream.next())?.id).toBe('2');
    stream.close();
  }, 10_000);

  test('of two orders do not meet', async () => {
    const [one, other] = [await place(), await place()];
    const stream = await follow(one);
    await stream.next();
    await append(other, 2);
    await append(one, 2);
    expect((await stream.next())?.id).toBe('2');
    await append(one, 3);
    expect((await stream.next())?.id).toBe('3');
    stream.close();
  });

  test('are not for whoever has no right to the order', async () => {
    const order = await place();
    const stream = await follow({ ...order, accessToken: 'x'.repeat(43) });
    expect(stream.response.status).toBe(404);
    const event = await stream.next();
    expect(event?.event).toBe('serialized-error');
    expect(JSON.parse(event?.data ?? '')).toMatchObject({
      data: { code: 'NOT_FOUND', requestId: stream.response.headers.get('x-request-id') },
    });
    expect(await stream.next()).toBeNull();
  });

  test('that cannot be read for a moment leave a line with the id of the request, and come later', async () => {
    const order = await place();
    const stream = await follow(order, { 'x-request-id': 'events-of-an-order' });
    await stream.next();
    const { primary } = api.shop.db;
    const { id } = await primary.order.findUniqueOrThrow({ where: { number: order.number } });
    await primary.$executeRaw`ALTER TABLE order_event RENAME TO order_event_away`;
    try {
      api.shop.signals.send('order_event', id);
      await expect
        .poll(() => api.logLines().find(({ msg }) => msg === 'the events of an order could not be read'))
        .toMatchObject({ requestId: 'events-of-an-order', orderId: id });
    } finally {
      await primary.$executeRaw`ALTER TABLE order_event_away RENAME TO order_event`;
    }
    await append(order, 2);
    expect((await stream.next())?.id).toBe('2');
    stream.close();
  });

  test('are not packed, so that each one leaves at once', async () => {
    const stream = await follow(await place(), { 'accept-encoding': 'gzip, br' });
    expect(stream.response.headers.get('content-encoding')).toBeNull();
    stream.close();
  });
});

describe('the live figures', () => {
  test('are for operators', async () => {
    const stream = await TestStream.open(`${api.url}/trpc/operations.live`);
    expect(stream.response.status).toBe(401);
    const event = await stream.next();
    expect(JSON.parse(event?.data ?? '')).toMatchObject({ data: { code: 'UNAUTHENTICATED' } });
    stream.close();
  });

  test('come once a second, read once however many watch', async () => {
    const operator = await api.asOperator();
    const url = `${api.url}/trpc/operations.live`;
    const streams = await Promise.all(Array.from({ length: 5 }, () => TestStream.open(url, operator)));
    const rounds = await Promise.all(
      streams.map(async (stream) => {
        const times: string[] = [];
        for (let round = 0; round < 3; round += 1) {
          const snapshot = JSON.parse((await stream.next())?.data ?? '') as Snapshot;
          times.push(snapshot.at);
        }
        stream.close();
        return times;
      }),
    );
    // The first one comes at once; from then on all watchers are served in the same moment.
    const reads = [...new Set(rounds.flatMap((times) => times.slice(1)))]
      .map((at) => Date.parse(at))
      .toSorted((a, b) => a - b);
    const seconds = Math.round(((reads.at(-1) ?? 0) - (reads[0] ?? 0)) / 1_000);
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(reads.length).toBeLessThanOrEqual(seconds + 1);
  });
});

test('a session that has ended ends the live figures', async () => {
  const own = await openTestApi(inject('stack'), { sessionCheckMs: 500 });
  const operator = await own.asOperator();
  const stream = await TestStream.open(`${own.url}/trpc/operations.live`, operator);
  for (let round = 0; round < 3; round += 1) expect((await stream.next())?.event).toBe('');
  await own.shop.db.primary.session.updateMany({ data: { endedAt: new Date() } });
  const [later, last] = [await stream.next(), await stream.next()];
  const ended = later?.event === 'serialized-error' ? later : last;
  expect(JSON.parse(ended?.data ?? '')).toMatchObject({ data: { code: 'UNAUTHENTICATED' } });
  expect(await stream.next()).toBeNull();
  await own.close();
});

test('streams beyond the most are refused until one ends', async () => {
  const own = await openTestApi(inject('stack'), { maxStreams: 2 });
  const operator = await own.asOperator();
  const open = () => TestStream.open(`${own.url}/trpc/operations.live`, operator);
  const [one, two] = [await open(), await open()];
  await Promise.all([one.next(), two.next()]);
  const refused = await open();
  // Another status would make a browser give up.
  expect(refused.response.status).toBe(200);
  expect(JSON.parse((await refused.next())?.data ?? '')).toMatchObject({
    data: { code: 'OVERLOADED' },
  });
  one.close();
  await expect
    .poll(
      async () => {
        const stream = await open();
        const { event } = (await stream.next()) ?? {};
        stream.close();
        return event;
      },
      { timeout: 5_000 },
    )
    .toBe('');
  two.close();
  await own.close();
});

test('a draining process ends its streams without a goodbye, so that clients come back', async () => {
  const other = await openTestApi(inject('stack'), { deps: api.shop });
  const order = await place();
  const input = encodeURIComponent(JSON.stringify(order));
  const stream = await TestStream.open(`${other.url}/trpc/orders.events?input=${input}`);
  await stream.next();
  await other.server.drain();
  // tRPC's client takes a `return` event for the end of the subscription; any other end makes it reconnect.
  expect(await stream.next()).toBeNull();
  await other.close();
});
