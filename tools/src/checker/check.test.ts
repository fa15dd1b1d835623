import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { addToCart } from '@holdfast/commerce/cart/add-to-cart';
import { readCart } from '@holdfast/commerce/cart/read-cart';
import { readProduct } from '@holdfast/commerce/catalog/read-product';
import type { Logger } from '@holdfast/commerce/infra/log';
import { createMailer } from '@holdfast/commerce/notifications/mailer';
import {
  type NotificationDeps,
  sendOrderConfirmation,
} from '@holdfast/commerce/notifications/send-order-confirmation';
import { placeOrder } from '@holdfast/commerce/orders/place-order';
import { closeOrder, type TestOrder } from '@holdfast/commerce/orders/testing';
import { carryRefund } from '@holdfast/commerce/payments/carry-refund';
import type { PaymentDeps } from '@holdfast/commerce/payments/provider';
import type { TestProviderConfig } from '@holdfast/commerce/payments/test-provider';
import { carry, takeJob, withTestProvider } from '@holdfast/commerce/payments/testing';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { sellVariant } from '@holdfast/commerce/testing-goods';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { Ledger } from '../payment-provider/ledger.ts';
import { createProviderServer } from '../payment-provider/server.ts';
import { anyCharge } from '../payment-provider/testing.ts';
import { withClient } from '../stack/postgres.ts';
import { check } from './check.ts';
import type { HistoryEntry } from './history.ts';
import type { PromiseName, Verdict } from './verdict.ts';

type Shop = TestShop & PaymentDeps & NotificationDeps;

let shop: Shop;
let provider: FastifyInstance;
let folder: string;
const entries: HistoryEntry[] = [
  { type: 'start', rehearsal: 'rush', seed: 1, at: Date.now(), ownShop: true },
];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'holdfast-checker-'));
  const opened = await openTestShop(inject('stack'));
  const paymentProvider = await openProvider(opened.log);
  const mailer = createMailer({ from: 'Holdfast <orders@shop.example>', folder });
  shop = {
    ...withTestProvider({ ...opened, paymentProvider }),
    mailer,
    storefrontUrl: 'https://shop.example',
  };
  const variantId = await offer();
  await confirm(await buy(variantId, 'ok'));
  await carry(shop, await buy(variantId, 'declined'));
  const cancelled = await buy(variantId, 'ok');
  await confirm(cancelled);
  await closeOrder(shop, cancelled);
  await carryRefund(shop, await takeJob(shop, cancelled, 'payments.refund'));
  await writeFile(
    path.join(folder, 'history.jsonl'),
    entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  );
}, 120_000);
afterAll(async () => {
  await provider?.close();
  await shop?.close();
  await rm(folder, { recursive: true });
});

/** One whose ledger is of this file's shop alone. */
async function openProvider(log: Logger): Promise<TestProviderConfig> {
  const apiKey = 'key-of-the-provider';
  provider = createProviderServer({ ledger: new Ledger(folder), webhooks: undefined, apiKey, log });
  const url = await provider.listen({ host: '127.0.0.1', port: 0 });
  return { url, apiKey, webhookSecret: 'secret-of-its-webhooks' };
}

async function offer(): Promise<string> {
  const goods = { amount: 1_000, onHand: 10 };
  const { variantId, handle } = await sellVariant(shop, goods);
  entries.push({ type: 'offer', variantId, pieces: goods.onHand, price: goods.amount, currency: 'USD' });
  priceLongAgo(variantId, goods.amount);
  await record('catalog.product', { handle }, () => readProduct(shop, { handle }));
  return variantId;
}

/** As a shop that is older than this test would have it: what was set within the last second need not be seen. */
function priceLongAgo(variantId: string, amount: number): void {
  const at = Date.now() - 60_000;
  const call = { id: entries.length, client: 'desk', session: 'desk', procedure: 'catalog.admin.setPrice' };
  const input = { variantId, amount, currency: 'USD' };
  entries.push({ type: 'call', ...call, input, from: at, to: at, answer: { kind: 'ok', data: {} } });
}

/** Does what a call of the API would, and writes it down as its client. */
async function record<T>(procedure: string, input: unknown, run: () => Promise<T>): Promise<T> {
  const from = Date.now();
  const data = await run();
  const call = { id: entries.length, client: 'shopper', session: 'shopper', procedure, input };
  entries.push({ type: 'call', ...call, from, to: Date.now(), answer: { kind: 'ok', data } });
  return data;
}

/** A checkout whose place is asked for twice. */
async function buy(variantId: string, token: string): Promise<TestOrder> {
  const wish = { variantId, quantity: 2, currency: 'USD' };
  const { id: cartId } = await record('cart.add', wish, () => addToCart(shop, wish));
  await record('cart.get', { cartId }, () => readCart(shop, { cartId }));
  const input = {
    idempotencyKey: randomUUID(),
    cartId,
    email: 'shopper@example.com',
    shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
    shippingMethod: 'standard',
    payment: { provider: 'test' as const, token },
  };
  const caller = { scope: 'guest' as const, customerId: null };
  const place = () => record('orders.place', input, () => placeOrder(shop, { input, caller }));
  await place();
  const answer = await place();
  if (answer.status !== 'placed') throw new Error(`the order is ${answer.status}`);
  const { number, accessToken } = answer.order;
  const order = await shop.db.primary.order.findUniqueOrThrow({
    where: { number },
    include: { payments: true },
  });
  return { orderId: order.id, paymentId: order.payments[0]?.id ?? '', number, accessToken, stockItemId: '' };
}

async function confirm(order: TestOrder): Promise<void> {
  await carry(shop, order);
  await sendOrderConfirmation(shop, await takeJob(shop, order, 'notifications.order-confirmation'));
}

function verdict(): Promise<Verdict> {
  const { url, apiKey: key } = shop.paymentProvider;
  const historyFile = path.join(folder, 'history.jsonl');
  return check({ historyFile, databaseUrl: shop.databaseUrl, ledger: { url, key }, mailFolder: folder });
}

async function brokenPromises(): Promise<PromiseName[]> {
  const { findings } = await verdict();
  return [...new Set(findings.map(({ promise }) => promise))];
}

/** As somebody would who can do everything, append-only tables included. */
function byHand(sql: string): Promise<unknown> {
  return withClient(shop.databaseUrl, async (client) => {
    await client.query('SET session_replication_role = replica');
    await client.query(sql);
  });
}

it('a real shop has kept every promise, and each of them was tried', async () => {
  const { findings, examined } = await verdict();
  expect(findings).toEqual([]);
  expect(Object.entries(examined).filter(([, count]) => count === 0)).toEqual([]);
});

it.each<[string, string, PromiseName[]]>([
  ['stock_level SET on_hand = on_hand + 1', 'stock_level SET on_hand = on_hand - 1', ['movements']],
  [
    "stock_movement SET allocated_delta = allocated_delta + 1 WHERE kind = 'allocation'",
    "stock_movement SET allocated_delta = allocated_delta - 1 WHERE kind = 'allocation'",
    ['movements'],
  ],
  [
    'stock_allocation SET quantity = quantity + 1',
    'stock_allocation SET quantity = quantity - 1',
    ['stock', 'movements'],
  ],
  [
    'orders SET shipping = shipping + 1, total = total + 1',
    'orders SET shipping = shipping - 1, total = total - 1',
    ['acknowledged', 'charges'],
  ],
  ['orders SET cart_id = reverse(cart_id)', 'orders SET cart_id = reverse(cart_id)', ['acknowledged']],
  ['refund SET amount = amount - 1', 'refund SET amount = amount + 1', ['charges']],
  [
    "outbox_event SET closed_at = NULL, discard_reason = 'by hand'",
    "outbox_event SET closed_at = now(), discard_reason = NULL WHERE discard_reason = 'by hand'",
    ['effects'],
  ],
  [
    "order_event SET type = 'confirmation_sent' WHERE type = 'payment_authorized'",
    "order_event SET type = 'payment_authorized' WHERE type = 'confirmation_sent' AND seq = 2",
    ['effects'],
  ],
  [
    "orders SET payment_status = 'pending' WHERE payment_status = 'failed'",
    "orders SET payment_status = 'failed' WHERE payment_status = 'pending'",
    ['ends'],
  ],
])('UPDATE %s is found', async (wrong, right, broken) => {
  await byHand(`UPDATE ${wrong}`);
  expect(await brokenPromises()).toEqual(broken);
  await byHand(`UPDATE ${right}`);
  expect(await brokenPromises()).toEqual([]);
});

it('money that is reserved at the provider without an order is found', async () => {
  const charge = await shop.providers.test?.authorize(anyCharge(randomUUID()));
  expect(charge?.status).toBe('authorized');
  expect(await brokenPromises()).toEqual(['charges']);
});
