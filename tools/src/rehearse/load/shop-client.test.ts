import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { Pool } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Call } from '../../checker/history.ts';
import { temporaryFolder } from '../../testing.ts';
import { HistoryWriter } from './history-writer.ts';
import { Session } from './session.ts';
import { ShopClient } from './shop-client.ts';

type Request = {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
};
type Behaviour = (response: ServerResponse) => void;

let server: Server;
let pool: Pool;
let history: HistoryWriter;
let client: ShopClient;
/** What came to the server, and what was written of it. */
let requests: Request[];
let calls: Call[];
/** What the server does with each request, one after the other; the last one goes on. */
let behaviours: Behaviour[];

beforeEach(async () => {
  [requests, calls] = [[], []];
  server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  history = await HistoryWriter.open(path.join(await temporaryFolder(), 'history.jsonl'));
  history.on('entry', (entry) => {
    if (entry.type === 'call') calls.push(entry);
  });
  const session = new Session('shopper-1', { address: '10.1.2.3' });
  client = new ShopClient({ name: 'shopper-1.1', session, pool, history });
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url, headers } = request;
  requests.push({ method, url, headers, body: await text(request) });
  const behave = behaviours.length > 1 ? behaviours.shift() : behaviours[0];
  behave?.(response);
}

afterEach(async () => {
  await pool.destroy();
  server.closeAllConnections();
  server.close();
});

const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
const ok = (data: unknown, headers?: Record<string, string>) => answer(200, { result: { data } }, headers);
const refuse = (status: number, code: string, headers?: Record<string, string>) =>
  answer(status, { error: { message: 'no', data: { code, requestId: 'r' } } }, headers);
const breakOff: Behaviour = (response) => response.socket?.destroy();
const breakOffMidway: Behaviour = (response) => {
  response.writeHead(200, { 'content-length': '100' }).write('{"result":');
  setImmediate(() => response.socket?.destroy());
};
const stayAway: Behaviour = () => {};

describe('what a call comes to', () => {
  it.each<[what: string, Behaviour, expected: object]>([
    ['an answer', ok({ id: 'c' }), { kind: 'ok', data: { id: 'c' } }],
    [
      'a refusal',
      refuse(409, 'CONFLICT'),
      { kind: 'refused', status: 409, code: 'CONFLICT', data: { code: 'CONFLICT', requestId: 'r' } },
    ],
    ['an overloaded shop', refuse(503, 'OVERLOADED'), { kind: 'refused', status: 503, code: 'OVERLOADED' }],
    ['a shop that is away', refuse(503, 'UNAVAILABLE'), { kind: 'unknown', why: '503 UNAVAILABLE' }],
    ['an error', refuse(500, 'INTERNAL'), { kind: 'unknown', why: '500 INTERNAL' }],
    ['a page of a proxy', answer(502, '<html>'), { kind: 'unknown', why: '502 HTTP 502' }],
    ['an answer that is none', answer(200, 'well'), { kind: 'unknown', why: '200 HTTP 200' }],
    ['a request that no one reads', answer(431, ''), { kind: 'refused', status: 431, code: 'HTTP 431' }],
    ['a connection that breaks', breakOff, { kind: 'unknown' }],
    ['an answer that breaks off', breakOffMidway, { kind: 'unknown' }],
  ])('%s is written as it is', async (_what, behave, expected) => {
    behaviours = [behave];
    const begun = Date.now();
    const reply = await client.call('cart.get', { cartId: 'c' });
    expect(reply).toMatchObject(expected);
    const [call, ...more] = calls;
    expect(more).toEqual([]);
    expect(call).toMatchObject({
      type: 'call',
      client: 'shopper-1.1',
      session: 'shopper-1',
      procedure: 'cart.get',
      input: { cartId: 'c' },
      answer: reply,
    });
    expect(call?.from).toBeGreaterThanOrEqual(begun);
    expect(call?.to).toBeGreaterThanOrEqual(call?.from ?? 0);
    expect(call?.to).toBeLessThanOrEqual(Date.now());
  });

  it('silence is unknown once the time is over', async () => {
    behaviours = [stayAway];
    const reply = await client.call('cart.get', {}, 200);
    expect(reply).toEqual({ kind: 'unknown', why: 'no answer within 200 ms' });
    expect(calls).toMatchObject([{ answer: reply }]);
  });

  it('nobody who listens is unknown as well', async () => {
    server.close();
    expect(await client.call('cart.get', {})).toMatchObject({ kind: 'unknown' });
  });
});

describe('who insists', () => {
  const order = { idempotencyKey: 'a key of the order', cartId: 'c' };

  it('sends the very same again until it is answered, and writes each of its calls', async () => {
    behaviours = [breakOff, refuse(500, 'INTERNAL'), breakOffMidway, ok({ status: 'placed' })];
    expect(await client.insist('orders.place', order)).toMatchObject({ kind: 'ok' });
    expect(requests.map(({ body }) => JSON.parse(body))).toEqual([order, order, order, order]);
    expect(calls.map(({ answer: { kind } }) => kind)).toEqual(['unknown', 'unknown', 'unknown', 'ok']);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(4);
  });

  it.each([
    [503, 'OVERLOADED'],
    [429, 'RATE_LIMITED'],
    [409, 'IN_PROGRESS'],
  ])('waits as long as it is told to after %i %s', async (status, code) => {
    behaviours = [refuse(status, code, { 'retry-after': '1' }), ok({})];
    expect(await client.insist('orders.place', order)).toMatchObject({ kind: 'ok' });
    const [first, second] = calls;
    // A timer may fire a millisecond early.
    expect((second?.from ?? 0) - (first?.to ?? 0)).toBeGreaterThanOrEqual(999);
  });

  it('takes no for an answer', async () => {
    behaviours = [refuse(409, 'IDEMPOTENCY_CONFLICT')];
    expect(await client.insist('orders.place', order)).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(requests).toHaveLength(1);
  });
});

describe('what is sent', () => {
  it('a query goes by GET with its input, a change by POST, each from the address of its session', async () => {
    behaviours = [ok({})];
    await client.call('orders.get', { number: 'HF-1' });
    await client.call('cart.add', { variantId: 'v', quantity: 1 });
    expect(requests).toMatchObject([
      { method: 'GET', url: '/trpc/orders.get?input=%7B%22number%22%3A%22HF-1%22%7D', body: '' },
      { method: 'POST', url: '/trpc/cart.add', body: '{"variantId":"v","quantity":1}' },
    ]);
    for (const { headers } of requests) expect(headers['x-forwarded-for']).toBe('10.1.2.3');
    expect(requests[0]?.headers.authorization).toBeUndefined();
  });

  it('an operator shows the access token, and it is not written down', async () => {
    behaviours = [ok({})];
    const session = new Session('operator', { address: '10.0.0.0', accessToken: 'secret' });
    await new ShopClient({ name: 'operator', session, pool, history }).call('inventory.level', {});
    expect(requests[0]?.headers.authorization).toBe('Bearer secret');
    expect(JSON.stringify(calls)).not.toContain('secret');
  });

  it('what the session has written last goes with each request of all of its clients', async () => {
    const answerAt = (lsn: string) => ok({}, { 'x-holdfast-lsn': lsn });
    behaviours = [answerAt('e.90'), answerAt('e.100'), answerAt('e.99'), ok({}), answerAt('f.1'), ok({})];
    const session = new Session('shopper-2', { address: '10.1.2.4' });
    const tabs = ['shopper-2.1', 'shopper-2.2'].map(
      (name) => new ShopClient({ name, session, pool, history }),
    );
    for (let turn = 0; turn < 6; turn += 1) await tabs[turn % 2]?.call('cart.add', {});
    const shown = requests.map(({ headers }) => headers['x-holdfast-lsn']);
    expect(shown).toEqual([undefined, 'e.90', 'e.100', 'e.100', 'e.100', 'f.1']);
  });

  it('a session whose epoch has points in it went on showing its first write for ever', () => {
    const session = new Session('operator-prices-3', { address: '10.1.2.5' });
    for (const position of [90, 100, 99]) session.hasWritten(`7546.00000001.16384.${position}`);
    expect(session.lsn).toBe('7546.00000001.16384.100');
  });
});
