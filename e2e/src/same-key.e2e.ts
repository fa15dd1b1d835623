import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillCart, findVariant, orderInput } from './checkout.ts';
import { connect, connectOperator, eventually, type ShopClient } from './client.ts';
import { readLedger } from './read-ledger.ts';
import { readPid } from './sources.ts';
import { newShopOptions, type RunningShop, removeShop, startShop } from './start-shop.ts';

const REQUESTS = 50;
const PROCESSES = ['api-1', 'api-2'];

let running: RunningShop;
let shop: ShopClient;
let operator: ShopClient;
let variantId: string;
let sql: pg.Client;

beforeAll(async () => {
  running = await startShop(await newShopOptions());
  shop = connect(running.apiUrl);
  variantId = await findVariant(shop);
  operator = await connectOperator(running.apiUrl, running.env);
  await operator.inventory.adjust.mutate({ variantId, setTo: 10_000, reason: 'rehearsal' });
  sql = new pg.Client(running.env.DATABASE_URL);
  await sql.connect();
});

afterAll(async () => {
  await sql?.end();
  await running?.stop();
  if (running) await removeShop(running.dataDir);
});

type Input = ReturnType<typeof orderInput>;
type Asked = { isSent: Promise<void>; answer: Promise<string> };

/** One `orders.place` over a connection of its own, so that the kernel gives it to either process. */
function ask(input: Input): Asked {
  const outgoing = httpRequest(`${running.apiUrl}/trpc/orders.place`, {
    agent: false,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  const answer = once(outgoing, 'response').then(async ([incoming]: IncomingMessage[]) => {
    if (!incoming) throw new Error('no answer came');
    const body = await text(incoming);
    if (incoming.statusCode !== 200) throw new Error(`answered with ${incoming.statusCode}: ${body}`);
    return body;
  });
  const isSent = new Promise<void>((resolve) => {
    outgoing.once('finish', resolve).once('close', resolve);
  });
  outgoing.end(JSON.stringify(input));
  return { isSent, answer };
}

/** Until an answer comes, as any client does that may repeat what it asks. */
function askUntilAnswered(input: Input): Promise<string> {
  return eventually(
    () => ask(input).answer,
    () => true,
    60_000,
  );
}

/** Keeps every checkout of the cart waiting until it is let go. */
async function holdCart(cartId: string): Promise<{ letGo(): Promise<void> }> {
  const holder = new pg.Client(running.env.DATABASE_URL);
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM cart WHERE id = $1 FOR UPDATE', [cartId]);
  return { letGo: () => holder.end() };
}

/** The API process whose transaction waits for the cart: it has the key, all others wait for it. */
async function findRunner(): Promise<string> {
  const waiting = await eventually(
    async () => {
      const { rows } = await sql.query<{ name: string }>(
        `SELECT application_name AS name FROM pg_stat_activity 
         WHERE wait_event_type = 'Lock' AND application_name LIKE 'holdfast-api-%'`,
      );
      return rows.map(({ name }) => name.replace('holdfast-', ''));
    },
    (names) => names.length > 0,
  );
  expect(waiting).toHaveLength(1);
  return waiting[0] ?? '';
}

/** Until the process is there under another pid and answers. */
function comesBack(name: string, killed: number): Promise<unknown> {
  return eventually(
    () => operator.operations.snapshot.query(),
    ({ nodes }) => nodes.some(({ id, pid, state }) => id === name && pid !== killed && state === 'up'),
    60_000,
  );
}

async function expectOneOrder(cartId: string): Promise<void> {
  const { rows } = await sql.query<{ number: string; payment: string }>(
    `SELECT number, payment.id AS payment FROM orders JOIN payment ON order_id = orders.id WHERE cart_id = $1`,
    [cartId],
  );
  expect(rows).toHaveLength(1);
  const charges = await eventually(
    async () =>
      (await readLedger(running.env)).filter((charge) => charge.idempotencyKey === rows[0]?.payment),
    ([charge]) => charge?.state === 'captured',
  );
  expect(charges).toMatchObject([{ attempts: 1, refunded: 0 }]);
}

/** Whom the kill meets, and whether the order can commit before it. */
const ROUNDS = [
  ['the process that runs it', 'before its commit'],
  ['the process that waits for it', 'before its commit'],
  ['the process that runs it', 'as it commits'],
  ['the process that runs it', 'as it commits'],
  ['the process that waits for it', 'as it commits'],
] as const;

describe('one checkout 50 times at once over both API processes', () => {
  it.each(ROUNDS)(
    'with a kill -9 of %s %s is one order, one charge and one answer',
    async (victim, moment) => {
      const cartId = await fillCart(shop, variantId);
      const input = orderInput(cartId);
      const cart = await holdCart(cartId);

      const asked = Array.from({ length: REQUESTS }, () => ask(input));
      let broken = 0;
      const answers = asked.map(({ answer }) =>
        answer.catch(() => {
          broken += 1;
          return askUntilAnswered(input);
        }),
      );
      await Promise.all(asked.map(({ isSent }) => isSent));
      const runner = await findRunner();
      const other = PROCESSES.find((name) => name !== runner) ?? '';
      if (moment === 'as it commits') await cart.letGo();
      const killed = victim === 'the process that runs it' ? runner : other;
      const pid = readPid(running, killed);
      process.kill(pid, 'SIGKILL');
      if (moment === 'before its commit') {
        // None was answered yet, so those that broke are those which the killed process held.
        await eventually(
          async () => broken,
          (count) => count > 0,
        );
        await cart.letGo();
      }

      expect(new Set(await Promise.all(answers)).size).toBe(1);
      if (moment === 'before its commit') {
        expect(broken).toBeGreaterThan(0);
        expect(broken).toBeLessThan(REQUESTS);
      }
      expect(JSON.parse((await answers[0]) ?? '')).toMatchObject({ result: { data: { status: 'placed' } } });
      await expectOneOrder(cartId);
      await comesBack(killed, pid);
    },
  );
});
