import { type Cluster, openCluster } from './cluster.ts';
import { followOrder } from './event-stream.ts';
import { startLoad } from './load.ts';
import { buy, fillCart, fillStock, findVariant, query, type Shop } from '../shop-calls.ts';

/**
 * The deployed nginx.conf in front of two APIs, a worker and the web app, all of them started for this and on this
 * machine: how the requests are shared, what a death and a leave cost, how soon a stream begins.
 *
 *   npm run bench:nginx
 */
const CONNECTIONS = 50;
const READS = 5_000;
const UNDER_CHANGE = 3_000;
const STREAMS = 50;

const print = (what: string, figures: string) => console.log(`  ${what.padEnd(34)} ${figures}`);

async function measureShares({ nginx, apiPorts }: Cluster, list: () => Promise<unknown>): Promise<void> {
  const { length: before } = await nginx.readAccessLog();
  const begun = performance.now();
  const load = startLoad(CONNECTIONS, list);
  await load.more(READS);
  await load.stop();
  const perSecond = Math.round((load.answered() / (performance.now() - begun)) * 1_000);
  const lines = (await nginx.readAccessLog())
    .slice(before)
    .filter(({ path }) => path === '/trpc/catalog.list');
  const shares = apiPorts.map((port, index) => {
    const count = lines.filter(({ upstream }) => upstream.endsWith(`:${port}`)).length;
    return `api-${index + 1} ${((count / lines.length) * 100).toFixed(1)} %`;
  });
  print('reads', `${load.answered()}, ${perSecond}/s, ${load.failures.length} failed`);
  print('share of each', shares.join(', '));
}

/** Requests of one kind while an API ends and is started again. */
async function measureEnd(
  { api: [first] }: Cluster,
  { signal, what, ask }: { signal: 'SIGKILL' | 'SIGTERM'; what: string; ask: () => Promise<unknown> },
): Promise<void> {
  const load = startLoad(CONNECTIONS, ask);
  await load.more(UNDER_CHANGE / 3);
  await first.end(signal);
  await load.more(UNDER_CHANGE / 3);
  await first.start();
  await load.more(UNDER_CHANGE / 3);
  await load.stop();
  print(what, `${load.answered()} answered, ${load.failures.length} failed`);
}

async function measureStreams(shop: Shop, variantId: string): Promise<void> {
  const { number, accessToken } = await buy(shop, variantId);
  const times: number[] = [];
  for (let count = 0; count < STREAMS; count += 1) {
    const stream = await followOrder(shop.url, { number, accessToken });
    times.push(await stream.firstByteMs);
    stream.leave();
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.ceil(times.length * share) - 1]?.toFixed(1);
  print('first byte of a stream', `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms of ${STREAMS}`);
}

// Or the limits are what is measured.
process.env.RATE_LIMITS = 'off';
const cluster = await openCluster();
try {
  const shop = { url: cluster.nginx.url };
  const { variantId } = await findVariant(shop);
  const { OPERATOR_EMAIL: email, OPERATOR_PASSWORD: password } = cluster.values;
  await fillStock(shop, variantId, { email, password });
  const list = () => query(shop, 'catalog.list', { limit: 24 });
  const write = () => fillCart(shop, variantId);
  console.log(`nginx before two APIs, ${CONNECTIONS} connections`);
  await measureShares(cluster, list);
  await measureEnd(cluster, { signal: 'SIGKILL', what: 'api-1 killed under reads', ask: list });
  await measureEnd(cluster, { signal: 'SIGKILL', what: 'api-1 killed under writes', ask: write });
  await measureEnd(cluster, { signal: 'SIGTERM', what: 'api-1 leaves under reads', ask: list });
  await measureEnd(cluster, { signal: 'SIGTERM', what: 'api-1 leaves under writes', ask: write });
  await measureStreams(shop, variantId);
} finally {
  await cluster.close();
}
