import { setTimeout as delay } from 'node:timers/promises';
import { orderInput } from '@holdfast/e2e/checkout';
import type pg from 'pg';
import { type ApiClient, withClient } from './api-client.ts';
import { type CpuMs, cpuDuring } from '../common/cpu-time.ts';
import { percentile } from '../common/figures.ts';
import { type Load, type Round, roundOf, runLoad } from '../common/load.ts';
import type { BenchShop } from '../common/with-shop.ts';

/** What is measured with: the shop, and its database past the shop. */
export type Bench = { shop: BenchShop; sql: pg.Client };

export type CheckoutRound = Round & {
  /** From the placing to the confirmation, by the database's clock, in ms. */
  confirmed: { p50: number; p99: number };
  /** For each order. */
  cpuMs: CpuMs;
};

export type Answer = { status: string; order: { number: string } };

const LOOK_EVERY_MS = 20;
const CONFIRMED_WITHIN_MS = 120_000;

/** Prepared, since it is asked while the work is measured. */
const OPEN_JOB = {
  name: 'open-job',
  text: 'SELECT FROM outbox_event WHERE closed_at IS NULL AND available_at >= $1 LIMIT 1',
};
const CONFIRMED = `
  FROM orders JOIN order_event ON order_id = orders.id AND type = 'confirmation_sent'
  WHERE number = ANY($1) AND payment_status = 'paid'`;

/** The orders, and a moment before the first of them was placed. */
export type Placed = { numbers: string[]; since: Date };

async function areConfirmed(sql: pg.Client, { numbers, since }: Placed): Promise<boolean> {
  if ((await sql.query({ ...OPEN_JOB, values: [since] })).rowCount !== 0) return false;
  const { rowCount } = await sql.query(`SELECT ${CONFIRMED}`, [numbers]);
  return rowCount === numbers.length;
}

/**
 * Until each of the orders is paid and its confirmation was sent, by the database. The orders themselves are looked at
 * when no job is left of that time, since a look at many takes of what is measured.
 * @throws Error when that takes too long.
 */
export async function untilConfirmed(sql: pg.Client, placed: Placed): Promise<void> {
  const deadline = performance.now() + CONFIRMED_WITHIN_MS;
  while (!(await areConfirmed(sql, placed))) {
    if (performance.now() > deadline) throw new Error('Orders were not confirmed within two minutes.');
    await delay(LOOK_EVERY_MS);
  }
}

async function readConfirmationTimes(sql: pg.Client, numbers: string[]) {
  const { rows } = await sql.query<{ ms: number }>(
    `SELECT extract(epoch FROM order_event.at - placed_at)::float8 * 1000 AS ms ${CONFIRMED}`,
    [numbers],
  );
  const times = rows.map(({ ms }) => ms);
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

export async function fillCart(api: ApiClient, variantId: string): Promise<string> {
  return (await api.mutate<{ id: string }>('cart.add', { variantId, quantity: 1 })).id;
}

export function place(api: ApiClient, cartId: string): Promise<Answer> {
  return api.mutate<Answer>('orders.place', orderInput(cartId));
}

async function checkOut(api: ApiClient, variantId: string): Promise<string> {
  const { status, order } = await place(api, await fillCart(api, variantId));
  if (status !== 'placed') throw new Error(`An order was not placed: ${status}`);
  return order.number;
}

/** Whole checkouts of the variants in turns, with all the work that comes after them. */
export function checkOutAll({ shop, sql }: Bench, load: Load, variants: string[]) {
  const address = { url: shop.apiUrl, connections: load.concurrency };
  return withClient(address, async (api) => {
    const since = new Date();
    const begun = performance.now();
    const { answers, times } = await runLoad(load, (index) =>
      checkOut(api, variants[index % variants.length] ?? ''),
    );
    await untilConfirmed(sql, { numbers: answers, since });
    return { numbers: answers, times, seconds: (performance.now() - begun) / 1_000 };
  });
}

/** One round of whole checkouts: the clock stops when the last of them is confirmed. */
export async function measureCheckouts(bench: Bench, load: Load, variants: string[]): Promise<CheckoutRound> {
  const { result, cpuMs } = await cpuDuring(bench.shop.pids(), () => checkOutAll(bench, load, variants));
  const { numbers, times, seconds } = result;
  const perOrder = Object.entries(cpuMs).map(([part, ms]) => [part, ms / load.count] as const);
  return {
    ...roundOf(times, seconds),
    confirmed: await readConfirmationTimes(bench.sql, numbers),
    cpuMs: Object.fromEntries(perOrder),
  };
}

/** One round of new carts with one item each, of many items. */
export function measureCarts({ shop }: Bench, load: Load, variants: string[]): Promise<Round> {
  const address = { url: shop.apiUrl, connections: load.concurrency };
  return withClient(address, async (api) => {
    const { times, seconds } = await runLoad(load, (index) =>
      fillCart(api, variants[index % variants.length] ?? ''),
    );
    return roundOf(times, seconds);
  });
}
