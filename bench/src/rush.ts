import { atOnce, connect, connectOperator, order, percentile } from './shop.ts';

/**
 * A rush on one variant of a running shop: CHECKOUTS carts for a stock of STOCK, placed CONCURRENCY at a time. Only
 * the placing is timed. Start the shop with RATE_LIMITS=off, or the limits are what is measured.
 *
 *   npm run bench:rush
 */
const CHECKOUTS = 500;
const STOCK = 100;
const CONCURRENCY = 64;

const shop = connect();
const operator = await connectOperator();

const { items } = await shop.catalog.list.query({});
const product = await shop.catalog.product.query({ handle: items[0]?.handle ?? '' });
const variantId = product.variants[0]?.id ?? '';
const { allocated } = await operator.inventory.level.query({ variantId });
await operator.inventory.adjust.mutate({ variantId, setTo: allocated + STOCK, reason: 'rush' });
const carts = await atOnce(CHECKOUTS, CONCURRENCY, () => shop.cart.add.mutate({ variantId, quantity: 1 }));

const took: Record<string, number[]> = {};
const begun = performance.now();
await atOnce(CHECKOUTS, CONCURRENCY, async (index) => {
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
  console.log(
    `  ${status.padEnd(14)} ${String(times.length).padStart(4)}   p50 ${percentile(times, 0.5)} ms   p99 ${percentile(times, 0.99)} ms`,
  );
}
console.log('  level         ', JSON.stringify(await operator.inventory.level.query({ variantId })));
