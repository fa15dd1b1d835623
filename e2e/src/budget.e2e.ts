import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkoutCost, type Cost } from './budget/checkout-cost.ts';
import { CommandMeter } from './budget/command-meter.ts';
import { type Sent, StatementMeter } from './budget/statement-meter.ts';
import { findVariant, orderInput } from './checkout.ts';
import { connect, connectOperator, eventually, type ShopClient } from './client.ts';
import { newShopOptions, type RunningShop, removeShop, startShop } from './start-shop.ts';

const CHECKOUTS = 100;
const MOST_STATEMENTS = 25;
const MOST_COMMANDS = 40;

let running: RunningShop;
let shop: ShopClient;
let variantId: string;
let statements: StatementMeter;
let queueCommands: CommandMeter;
let cacheCommands: CommandMeter;

beforeAll(async () => {
  running = await startShop(await newShopOptions());
  shop = connect(running.apiUrl);
  variantId = await findVariant(shop);
  const operator = await connectOperator(running.apiUrl, running.env);
  await operator.inventory.adjust.mutate({ variantId, setTo: 10_000, reason: 'rehearsal' });
  statements = new StatementMeter(running.env);
  queueCommands = new CommandMeter('queue', running.env.REDIS_URL ?? '');
  cacheCommands = new CommandMeter('cache', running.env.CACHE_REDIS_URL ?? '');
  await Promise.all([statements, queueCommands, cacheCommands].map((meter) => meter.connect()));
});

afterAll(async () => {
  queueCommands?.close();
  cacheCommands?.close();
  await statements?.close();
  await running?.stop();
  if (running) await removeShop(running.dataDir);
});

/** From an empty cart to an order that is paid and confirmed; what it waits for is read past the shop. */
async function checkOut(): Promise<void> {
  const { id: cartId } = await shop.cart.add.mutate({ variantId, quantity: 1 });
  const input = orderInput(cartId);
  const { shippingMethod } = input;
  const quote = await shop.orders.quote.query({ cartId, shippingAddress: { country: 'IL' }, shippingMethod });
  const answer = await shop.orders.place.mutate({ ...input, expectedTotal: quote.totals.total });
  if (answer.status !== 'placed') throw new Error(`not placed: ${answer.status}`);
  await eventually(
    () => isConfirmed(answer.order.number),
    (confirmed) => confirmed,
  );
  const order = await shop.orders.get.query(answer.order);
  expect(order.status).toBe('paid');
}

async function isConfirmed(number: string): Promise<boolean> {
  const { rowCount } = await statements.client.query(
    `SELECT FROM orders JOIN order_event ON order_id = orders.id AND type = 'confirmation_sent'
     WHERE number = $1 AND payment_status = 'paid'`,
    [number],
  );
  return rowCount === 1;
}

async function checkOutRepeatedly(times: number): Promise<void> {
  for (let done = 0; done < times; done += 1) await checkOut();
}

type Count = { statements: Sent[]; commands: Sent[]; ms: number };

/** Counts what is sent while the work lasts. */
async function countDuring(work: () => Promise<void>): Promise<Count> {
  await statements.restart();
  queueCommands.restart();
  cacheCommands.restart();
  const begun = performance.now();
  await work();
  const ms = performance.now() - begun;
  const commands = [...queueCommands.read(), ...cacheCommands.read()];
  return { statements: await statements.read(), commands, ms };
}

function expectAtMost(most: number, what: string, { perCheckout, table }: Cost): void {
  const told = `${perCheckout.toFixed(2)} ${what} a checkout:\n${table}`;
  process.stdout.write(`${told.split('\n', 1)[0]}\n`);
  expect.soft(perCheckout).toBeGreaterThan(1);
  expect.soft(perCheckout, told).toBeLessThanOrEqual(most);
}

it('a whole checkout sends at most 25 SQL statements and 40 Redis commands', async () => {
  await checkOutRepeatedly(10);
  const busy = await countDuring(() => checkOutRepeatedly(CHECKOUTS));
  const idle = await countDuring(() => pause(busy.ms));
  const sql = checkoutCost(busy.statements, idle.statements, CHECKOUTS);
  const redis = checkoutCost(busy.commands, idle.commands, CHECKOUTS);
  expectAtMost(MOST_COMMANDS, 'Redis commands', redis);
  expectAtMost(MOST_STATEMENTS, 'SQL statements', sql);
});
