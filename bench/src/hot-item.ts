import { atOnce, connect, connectOperator, insist, order, percentile } from './shop.ts';

/**
 * Orders per second of one item that everybody wants beside those of many items, CONCURRENCY at a time, in turns on
 * one running shop. Only the placing is timed; the worker goes on with what was placed, as it does in a rush. Start
 * the shop with RATE_LIMITS=off.
 *
 *   npm run bench:hot-item
 */
const ORDERS = 1_000;
const CONCURRENCY = 64;
const ROUNDS = 3;
const STOCK = 1_000_000;
const READS = 8;

const shop = connect();
const operator = await connectOperator();

async function findVariants(): Promise<string[]> {
  const { items } = await shop.catalog.list.query({ limit: CONCURRENCY });
  const products = await atOnce(items.length, READS, (index) =>
    insist(() => shop.catalog.product.query({ handle: items[index]?.handle ?? '' })),
  );
  return products.flatMap(({ variants }) => variants.map(({ id }) => id)).slice(0, CONCURRENCY);
}

/** @returns orders per second */
async function placeAll(name: string, variants: string[]): Promise<number> {
  const carts = await atOnce(ORDERS, CONCURRENCY, (index) =>
    insist(() => shop.cart.add.mutate({ variantId: variants[index % variants.length] ?? '', quantity: 1 })),
  );
  const times: number[] = [];
  const begun = performance.now();
  await atOnce(ORDERS, CONCURRENCY, async (index) => {
    const sent = performance.now();
    const input = order(carts[index]?.id ?? '');
    const { status } = await insist(() => shop.orders.place.mutate(input));
    if (status !== 'placed') throw new Error(`not placed: ${status}`);
    times.push(performance.now() - sent);
  });
  const perSecond = ORDERS / ((performance.now() - begun) / 1_000);
  const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
  console.log(
    `  ${name.padEnd(11)} ${perSecond.toFixed(0).padStart(4)} orders/s   p50 ${p50} ms   p99 ${p99} ms`,
  );
  return perSecond;
}

const variants = await findVariants();
for (const variantId of variants) {
  await insist(() => operator.inventory.adjust.mutate({ variantId, setTo: STOCK, reason: 'bench' }));
}
console.log(`${ORDERS} orders, ${CONCURRENCY} at a time, of one item and of ${variants.length}:`);
const sums = { one: 0, many: 0 };
for (let round = 0; round < ROUNDS; round += 1) {
  sums.many += await placeAll('many items', variants);
  sums.one += await placeAll('one item', variants.slice(0, 1));
}
console.log(`  one item is ${(sums.one / sums.many).toFixed(2)} of many items`);
