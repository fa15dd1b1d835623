import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import type { AppRouter } from '@holdfast/api/router';
import { createTRPCClient, httpLink } from '@trpc/client';

/**
 * A rush on one variant of a running shop: CHECKOUTS carts for a stock of STOCK, placed CONCURRENCY at a time. Only
 * the placing is timed. Start the shop with RATE_LIMITS=off, or the limits are what is measured.
 *
 *   npm run bench:rush
 */
const CHECKOUTS = 500;
const STOCK = 100;
const CONCURRENCY = 64;

const dataDir = process.env.DATA_DIR ?? path.join(import.meta.dirname, '../../.data');
const env = parseEnv(readFileSync(path.join(dataDir, 'local.env'), 'utf8'));

function connect(accessToken?: string) {
  const headers = accessToken ? { authorization: `Bearer ${accessToken}` } : {};
  return createTRPCClient<AppRouter>({ links: [httpLink({ url: `${env.API_URL}/trpc`, headers })] });
}

async function atOnce<T>(count: number, task: (index: number) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  let next = 0;
  const work = async () => {
    while (next < count) answers.push(await task(next++));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return answers;
}

function order(cartId: string) {
  return {
    idempotencyKey: randomUUID(),
    cartId,
    email: 'rush@example.com',
    shippingAddress: { name: 'Rush', line1: '1 Quay', city: 'Haifa', country: 'IL' },
    shippingMethod: 'standard',
    payment: { provider: 'test' as const, token: 'ok' },
  };
}

const percentile = (sorted: number[], share: number) =>
  Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);

const shop = connect();
const session = await shop.identity.login.mutate({
  email: env.OPERATOR_EMAIL ?? '',
  password: env.OPERATOR_PASSWORD ?? '',
});
const operator = connect(session.accessToken);

const { items } = await shop.catalog.list.query({});
const product = await shop.catalog.product.query({ handle: items[0]?.handle ?? '' });
const variantId = product.variants[0]?.id ?? '';
const { allocated } = await operator.inventory.level.query({ variantId });
await operator.inventory.adjust.mutate({ variantId, setTo: allocated + STOCK, reason: 'rush' });
const carts = await atOnce(CHECKOUTS, () => shop.cart.add.mutate({ variantId, quantity: 1 }));

const took: Record<string, number[]> = {};
const begun = performance.now();
await atOnce(CHECKOUTS, async (index) => {
  const sent = performance.now();
  const status = await shop.orders.place.mutate(order(carts[index]?.id ?? '')).then(
    (answer) => answer.status as string,
    (error) => `error: ${error.message}`,
  );
  (took[status] ??= []).push(performance.now() - sent);
});
const seconds = (performance.now() - begun) / 1_000;

console.log(
  `${CHECKOUTS} checkouts of a stock of ${STOCK}, ${CONCURRENCY} at a time: ${seconds.toFixed(2)} s`,
);
for (const [status, times] of Object.entries(took)) {
  const sorted = times.toSorted((a, b) => a - b);
  console.log(
    `  ${status.padEnd(14)} ${String(times.length).padStart(4)}   p50 ${percentile(sorted, 0.5)} ms   p99 ${percentile(sorted, 0.99)} ms`,
  );
}
console.log('  level         ', JSON.stringify(await operator.inventory.level.query({ variantId })));
