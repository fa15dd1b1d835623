import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { SESSION_COOKIE } from '@holdfast/shared/contracts/identity';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metricsOn, readAskedMetrics } from '../observability/asked-metrics.ts';
import { type Cluster, openCluster } from './cluster.ts';
import { type EventStream, followOrder } from './event-stream.ts';
import { startLoad } from './load.ts';
import type { AccessLine } from './nginx-server.ts';
import {
  buy,
  fillCart,
  fillStock,
  findVariant,
  mutate,
  orderInput,
  type Placed,
  query,
  type Refused,
  type Shop,
} from '../shop-calls.ts';

let cluster: Cluster;
let url: string;
let shop: Shop;
let goods: { handle: string; variantId: string };
let silent: EventStream;

beforeAll(async () => {
  cluster = await openCluster();
  ({ url } = cluster.nginx);
  shop = { url };
  goods = await findVariant(shop);
  const { OPERATOR_EMAIL: email, OPERATOR_PASSWORD: password } = cluster.values;
  await fillStock(shop, goods.variantId, { email, password });
  const { number, accessToken } = await buy(shop, goods.variantId);
  silent = await followOrder(url, { number, accessToken });
});
afterAll(async () => {
  silent?.leave();
  await cluster?.close();
});

const list = () => query(shop, 'catalog.list', { limit: 24 });

/** How many requests each API has answered, in the order of `cluster.api`. */
function countAnswers(lines: AccessLine[]): number[] {
  return cluster.apiPorts.map(
    (port) => lines.filter(({ upstream }) => upstream.endsWith(`127.0.0.1:${port}`)).length,
  );
}

/** The lines from number `since` on, once there are so many. */
async function linesSince(since: number, count: number): Promise<AccessLine[]> {
  const read = async () => (await cluster.nginx.readAccessLog()).slice(since);
  await expect.poll(async () => (await read()).length).toBeGreaterThanOrEqual(count);
  return read();
}

describe('while all is well', () => {
  it('gives each API its share of the requests', async () => {
    const { length: before } = await cluster.nginx.readAccessLog();
    const load = startLoad(8, list);
    await load.more(400);
    await load.stop();
    expect(load.failures).toEqual([]);
    // least_conn gives more to the one that is quicker now; neither may be left out.
    const shares = countAnswers(await linesSince(before, load.answered()));
    for (const share of shares) expect(share).toBeGreaterThan(load.answered() / 10);
  });

  it('brings an order’s events while its stream is open', async () => {
    const { number, accessToken } = await buy(shop, goods.variantId);
    const stream = await followOrder(url, { number, accessToken });
    await expect.poll(() => stream.types, { timeout: 15_000 }).toContain('payment_captured');
    expect(stream.types[0]).toBe('placed');
    expect(stream.isOpen()).toBe(true);
    stream.leave();
    const wasClosed = async () => {
      const lines = await cluster.nginx.readAccessLog();
      return lines.filter(({ path }) => path === '/trpc/orders.events').length;
    };
    await expect.poll(wasClosed).toBe(1);
  });

  it('packs a list, and answers with the API’s headers and the id of the request', async () => {
    const answer = await fetch(`${url}/trpc/catalog.list`, {
      headers: { 'x-request-id': 'asked-by-a-test' },
    });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-encoding': 'gzip',
      'content-security-policy': "default-src 'none'",
      'x-request-id': 'asked-by-a-test',
      server: 'nginx',
    });
    const unknown = await query(shop, 'catalog.product', { handle: 'nothing' }).catch((error) => error);
    expect(unknown).toMatchObject({ code: 'NOT_FOUND', requestId: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });

  it('serves pages, and leads to the sign-in on the host that was asked', async () => {
    for (const page of ['/', `/p/${goods.handle}`, '/he']) {
      const answer = await fetch(url + page);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('</html>');
    }
    const guest = await fetch(`${url}/operator`, { redirect: 'manual' });
    expect(guest.status).toBe(307);
    const location = new URL(guest.headers.get('location') ?? '', url);
    expect(location.href).toBe(`${url}/sign-in?callbackUrl=%2Foperator`);
  });
});

it('each metric that an alert or the board asks for is told by a process', async () => {
  const told = new Set((await cluster.readMetrics()).flatMap(metricsOn));
  const { alerts, board } = await readAskedMetrics();
  expect(alerts.length).toBeGreaterThan(15);
  expect(board.length).toBeGreaterThan(15);
  expect([...alerts, ...board].filter((name) => !told.has(name))).toEqual([]);
});

describe('whatever a client claims', () => {
  /** The code of a sign-in's refusal. */
  const guess = async (localAddress: string, claimed: string): Promise<string> => {
    const outgoing = request(`${url}/trpc/identity.login`, {
      localAddress,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-forwarded-for': claimed,
        forwarded: `for=${claimed}`,
      },
    });
    outgoing.end(JSON.stringify({ email: 'x@example.com', password: 'guess' }));
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    return /"code":"(\w+)"/.exec(await text(answer))?.[1] ?? '';
  };

  it('its sign-ins count for its own address, and for nobody else’s', async () => {
    const eachApiAllows = 20;
    const codes: string[] = [];
    for (let count = 0; count < 2 * eachApiAllows + 2; count += 1) {
      codes.push(await guess('127.0.0.2', `198.51.100.${count}`));
    }
    expect(codes.filter((code) => code === 'RATE_LIMITED').length).toBeGreaterThanOrEqual(2);
    expect(codes.filter((code) => code === 'UNAUTHENTICATED').length).toBeGreaterThanOrEqual(eachApiAllows);
    expect(await guess('127.0.0.3', '127.0.0.2')).toBe('UNAUTHENTICATED');
  });

  it('a page of another site cannot pass for one of ours', async () => {
    const { OPERATOR_EMAIL: email, OPERATOR_PASSWORD: password } = cluster.values;
    const session = await mutate<{ accessToken: string }>(shop, 'identity.login', { email, password });
    const signOut = async (headers: Record<string, string>) => {
      const answer = await fetch(`${url}/trpc/identity.logout`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          cookie: `${SESSION_COOKIE}=${session.accessToken}`,
          ...headers,
        },
        body: '{}',
      });
      return answer.status;
    };
    expect(await signOut({ origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' })).toBe(403);
    expect(await signOut({ origin: url })).toBe(200);
  });
});

it('a stream on which nothing happens outlives the longest silence that nginx allows, thanks to the pings', async () => {
  // One comes every 10 s, and nginx waits for 60 s.
  await expect.poll(() => silent.pings(), { timeout: 110_000, interval: 500 }).toBeGreaterThanOrEqual(7);
  expect(silent.isOpen()).toBe(true);
});

describe('when an API dies', () => {
  it('no read fails', async () => {
    const load = startLoad(8, list);
    await load.more(100);
    const { length: before } = await cluster.nginx.readAccessLog();
    await cluster.api[0].end('SIGKILL');
    await load.more(200);
    await load.stop();
    expect(load.failures).toEqual([]);
    const answersOfTheOther = async () => countAnswers(await linesSince(before, 200))[1];
    await expect.poll(answersOfTheOther).toBeGreaterThanOrEqual(200);
    await cluster.api[0].start();
  });

  it('only orders that it was sent may fail, and none is placed twice', async () => {
    const connections = 8;
    const carts = await Promise.all(Array.from({ length: 150 }, () => fillCart(shop, goods.variantId)));
    const inputs = carts.map(orderInput);
    const { length: before } = await cluster.nginx.readAccessLog();
    let next = 0;
    const load = startLoad(connections, async () => {
      const input = inputs[next++];
      await (input ? mutate<Placed>(shop, 'orders.place', input) : list());
    });
    await load.more(30);
    await cluster.api[0].end('SIGKILL');
    await load.more(200);
    await load.stop();

    const all = await linesSince(before, load.answered() + load.failures.length);
    const lines = all.filter(({ path }) => path === '/trpc/orders.place');
    const killed = `127.0.0.1:${cluster.apiPorts[0]}`;
    for (const { requestId } of load.failures as Refused[]) {
      expect(lines.find((line) => line.requestId === requestId)).toMatchObject({
        status: 503,
        upstream: killed,
      });
    }
    // A connection may fail once with what is under way, and once with what is sent before its end is known.
    expect(load.failures.length).toBeLessThanOrEqual(2 * connections);
    // Of those that went on to the other one, nothing had been sent: there was no connection.
    const movedOn = lines.filter(({ upstream }) => upstream.includes(','));
    for (const { connectSeconds } of movedOn) expect(connectSeconds).toMatch(/^-, \d/);
    expect(movedOn.length).toBeGreaterThan(0);

    await cluster.api[0].start();
    // Whoever was told that it failed asks again under the same key, and the shop knows which it has placed.
    for (const input of inputs) await mutate<Placed>(shop, 'orders.place', input);
    expect(await countOrdersByCart(carts)).toEqual({ carts: carts.length, most: 1 });
  });

  it('one that leaves of its own will costs nobody a request', async () => {
    const load = startLoad(8, async () => {
      await list();
      await fillCart(shop, goods.variantId);
    });
    await load.more(50);
    expect(await cluster.api[0].end('SIGTERM')).toMatchObject({ code: 0 });
    await load.more(50);
    await load.stop();
    expect(load.failures).toEqual([]);
    await cluster.api[0].start();
  });

  it('and the other as well, clients are told in the API’s words, until one is back', async () => {
    await Promise.all(cluster.api.map((one) => one.end('SIGKILL')));
    const answer = await fetch(`${url}/trpc/catalog.list`);
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ error: { data: { code: 'UNAVAILABLE' } } });
    await cluster.api[1].start();
    await expect(list()).resolves.toHaveProperty('items');
    await cluster.api[0].start();
  });
});

async function countOrdersByCart(carts: string[]): Promise<{ carts: number; most: number }> {
  const client = new pg.Client({ connectionString: cluster.values.DATABASE_URL });
  await client.connect();
  const { rows } = await client.query(
    `SELECT count(*)::int AS carts, max(orders)::int AS most
     FROM (SELECT cart_id, count(*) AS orders FROM orders WHERE cart_id = ANY($1) GROUP BY cart_id) AS of_cart`,
    [carts],
  );
  await client.end();
  return rows[0];
}
