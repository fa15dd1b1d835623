import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buy, fillCart, findVariant, orderInput, runAll } from './checkout.ts';
import { connect, connectOperator, eventually, type ShopClient } from './client.ts';
import { readLedger } from './read-ledger.ts';
import { newShopOptions, type RunningShop, removeShop, startShop } from './start-shop.ts';

const IMPORT = path.join(import.meta.dirname, '../../tools/src/catalog-import.ts');

let running: RunningShop;
let shop: ShopClient;
let operator: ShopClient;
let sql: pg.Client;

beforeAll(async () => {
  running = await startShop(await newShopOptions());
  shop = connect(running.apiUrl);
  operator = await connectOperator(running.apiUrl, running.env);
  sql = new pg.Client({ connectionString: running.env.DATABASE_URL });
  await sql.connect();
});

afterAll(async () => {
  await sql?.end();
  await running?.stop();
  if (running) await removeShop(running.dataDir);
});

/** Plain HTTP, as curl would send it. */
async function http(procedure: string, input: unknown, method: 'GET' | 'POST' = 'GET') {
  const url = new URL(`${running.apiUrl}/trpc/${procedure}`);
  if (method === 'GET' && input !== undefined) url.searchParams.set('input', JSON.stringify(input));
  const answer = await fetch(url, {
    method,
    ...(method === 'POST'
      ? { body: JSON.stringify(input), headers: { 'content-type': 'application/json' } }
      : {}),
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- as with curl, nothing says what comes back
  const body: any = await answer.json();
  return { status: answer.status, headers: answer.headers, data: body.result?.data, error: body.error };
}

describe('with plain HTTP alone', () => {
  it('a shopper goes from the list to a paid order with its confirmation mail', async () => {
    const list = await http('catalog.list', { limit: 5 });
    expect(list.status).toBe(200);
    const product = await http('catalog.product', { handle: list.data.items[0].handle });
    const cart = await http('cart.add', { variantId: product.data.variants[0].id, quantity: 1 }, 'POST');
    const quote = await http('orders.quote', {
      cartId: cart.data.id,
      shippingAddress: { country: 'IL' },
      shippingMethod: 'standard',
    });
    const input = { ...orderInput(cart.data.id), expectedTotal: quote.data.totals.total };
    const placed = await http('orders.place', input, 'POST');
    expect(placed.data).toMatchObject({ status: 'placed', order: { status: 'placed' } });

    const { number, accessToken } = placed.data.order;
    const order = await eventually(
      async () => (await http('orders.get', { number, accessToken })).data,
      ({ events }) => events.length === 4,
    );
    expect(order).toMatchObject({ status: 'paid', totals: { total: quote.data.totals.total } });
    expect(order.events.map(({ type }: { type: string }) => type)).toEqual([
      'placed',
      'payment_authorized',
      'payment_captured',
      'confirmation_sent',
    ]);
    const mails = readdirSync(path.join(running.dataDir, 'mail')).filter((name) => name.startsWith(number));
    expect(mails).toHaveLength(1);
    expect(readFileSync(path.join(running.dataDir, 'mail', mails[0] ?? ''), 'utf8')).toContain(number);
  });

  it('an error says what is wrong, under the right status, with the request’s id', async () => {
    const wrong = await http('cart.add', { variantId: 'rope', quantity: 0 }, 'POST');
    expect(wrong.status).toBe(400);
    expect(wrong.error.data).toMatchObject({
      code: 'VALIDATION',
      requestId: wrong.headers.get('x-request-id'),
    });
    expect(wrong.error.data.issues.map(({ path: at }: { path: string }) => at).toSorted()).toEqual([
      'quantity',
      'variantId',
    ]);
  });
});

describe('the same orders.place', () => {
  it('ten times at once, over both API processes, is one order with one answer', async () => {
    const input = orderInput(await fillCart(shop, await findVariant(shop)));
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => connect(running.apiUrl).orders.place.mutate(input)),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const { rows } = await sql.query('SELECT count(*)::int AS orders FROM orders WHERE cart_id = $1', [
      input.cartId,
    ]);
    expect(rows).toEqual([{ orders: 1 }]);
  });
});

describe('the one address for browsers', () => {
  it('is the shop’s pages and its API, and the pages run without a way to the database', async () => {
    const page = await fetch(running.webUrl, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<html');
    const list = await connect(running.webUrl).catalog.list.query({ limit: 3 });
    expect(list).toEqual(await shop.catalog.list.query({ limit: 3 }));
    const environment = readFileSync(`/proc/${running.pids().web}/environ`, 'utf8');
    for (const name of ['DATABASE_URL', 'REDIS_URL', 'CACHE_REDIS_URL', 'APP_SECRET']) {
      const value = running.env[name] ?? '';
      expect(value, name).not.toBe('');
      expect(environment, name).not.toContain(value);
    }
  });
});

describe('a declined card', () => {
  it('leaves an order that says so, and no charge', async () => {
    const placed = await buy(shop, await findVariant(shop), 'declined');
    const order = await eventually(
      () => shop.orders.get.query(placed),
      ({ status }) => status === 'payment_failed',
    );
    expect(order.events.at(-1)?.type).toBe('payment_declined');
  });
});

describe('an order’s events', () => {
  it('reach a listener as they happen, and resume after the last one that it saw', async () => {
    const placed = await buy(shop, await findVariant(shop), 'slow');
    const seen = await readEvents(placed, 1);
    expect(seen.map(({ type }) => type)).toEqual(['placed']);
    const rest = await readEvents(placed, 3, seen.at(-1)?.seq);
    expect(rest.map(({ type }) => type)).toEqual([
      'payment_authorized',
      'payment_captured',
      'confirmation_sent',
    ]);
  });
});

/** Reads the event stream as a browser's EventSource would, through the front, until `count` events have come. */
async function readEvents(
  order: { number: string; accessToken: string },
  count: number,
  lastEventId?: number,
): Promise<{ seq: number; type: string }[]> {
  const url = new URL(`${running.webUrl}/trpc/orders.events`);
  url.searchParams.set('input', JSON.stringify(order));
  const abort = new AbortController();
  const answer = await fetch(url, {
    headers: {
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }),
    },
    signal: AbortSignal.any([abort.signal, AbortSignal.timeout(20_000)]),
  });
  const events: { seq: number; type: string }[] = [];
  let text = '';
  for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      if (!/^id: /m.test(block)) continue;
      const data = /^data: (.*)$/m.exec(block)?.[1] ?? '{}';
      events.push(JSON.parse(data));
    }
    if (events.length >= count) break;
  }
  abort.abort();
  return events;
}

describe('a rush', () => {
  it('of 500 checkouts, 64 at a time, on a stock of 100 places exactly 100 and refuses 400', async () => {
    const variantId = await findVariant(shop);
    const { allocated } = await operator.inventory.level.query({ variantId });
    await operator.inventory.adjust.mutate({ variantId, setTo: allocated + 100, reason: 'rush' });

    const tasks = Array.from(
      { length: 500 },
      () => async () => shop.orders.place.mutate(orderInput(await fillCart(shop, variantId))),
    );
    const answers = await runAll(tasks, 64);
    const placed = answers.flatMap((answer) => (answer.status === 'placed' ? [answer.order.number] : []));
    expect(new Set(placed).size).toBe(100);
    expect(answers.filter(({ status }) => status === 'out_of_stock')).toHaveLength(400);

    const level = await operator.inventory.level.query({ variantId });
    expect(level).toEqual({ onHand: allocated + 100, allocated: allocated + 100, available: 0 });
    const { rows } = await sql.query(
      `SELECT sum(on_hand_delta)::int AS "onHand", sum(allocated_delta)::int AS allocated
       FROM stock_movement JOIN variant_component USING (stock_item_id) WHERE variant_id = $1`,
      [variantId],
    );
    expect(rows).toEqual([{ onHand: level.onHand, allocated: level.allocated }]);

    const paid = async () =>
      (
        await sql.query(
          `SELECT count(*)::int AS paid FROM orders WHERE number = ANY($1) AND payment_status = 'paid'`,
          [placed],
        )
      ).rows[0]?.paid;
    await eventually(paid, (count) => count === 100, 60_000);
    const { rows: payments } = await sql.query<{ id: string }>(
      `SELECT payment.id FROM payment JOIN orders ON orders.id = payment.order_id
       WHERE orders.number = ANY($1) AND payment.state = 'captured'`,
      [placed],
    );
    const taken = (await readLedger(running.env)).filter(({ state }) => state === 'captured');
    const charged = new Set(taken.map(({ idempotencyKey }) => idempotencyKey));
    expect(payments.filter(({ id }) => charged.has(id))).toHaveLength(100);
    const shown = await shop.catalog.product.query({ handle: await handleOf(variantId) });
    expect(shown.variants.find(({ id }) => id === variantId)?.availability).toBe('out_of_stock');
  });
});

async function handleOf(variantId: string): Promise<string> {
  const { rows } = await sql.query(
    'SELECT handle FROM product JOIN variant ON variant.product_id = product.id WHERE variant.id = $1',
    [variantId],
  );
  return rows[0]?.handle;
}

describe('catalog:import', () => {
  const run = (file: string) =>
    promisify(execFile)(process.execPath, [IMPORT, file], {
      env: { ...process.env, DATA_DIR: running.dataDir },
    });

  it('brings a file into the running shop, and what it cannot read is reported and changes nothing', async () => {
    const file = path.join(running.dataDir, 'goods.csv');
    const header =
      'Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,' +
      'Variant Inventory Qty,Variant Inventory Policy,Variant Price';
    const row = (price: string) =>
      `storm-jib,Storm jib,<p>Small.</p>,Loft,,sails,true,Size,S,,3,deny,${price}`;
    writeFileSync(file, `${header}\n${row('410.00')}\n`);
    await run(file);
    const product = await shop.catalog.product.query({ handle: 'storm-jib' });
    expect(product.variants).toMatchObject([{ title: 'S', price: { amount: 41_000, currency: 'USD' } }]);

    writeFileSync(file, `${header}\n${row('cheap')}\n`);
    const failure = await run(file).catch((error) => error);
    expect(failure.code).toBe(1);
    expect(failure.stderr).toMatch(/2.*Variant Price/s);
    expect(await shop.catalog.product.query({ handle: 'storm-jib' })).toEqual(product);
  });
});
