import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import { booksSince, readBooks } from '@holdfast/e2e/read-books';
import { useShop } from '@holdfast/e2e/use-shop';
import type { AppRouter } from '@holdfast/api/router';
import { createTRPCClient, httpLink } from '@trpc/client';

/**
 * One rolling restart after the other while shoppers use CONNECTIONS connections that they keep open, half of them at
 * the API's own port, half through the front. Start the shop with RATE_LIMITS=off.
 *
 *   npm run bench:restart
 */
const CONNECTIONS = 50;
const SECONDS = 60;
const STOCK = 1_000_000;
const SETTLE_MS = 120_000;

const repository = path.join(import.meta.dirname, '../..');
const dataDir = process.env.DATA_DIR ?? path.join(repository, '.data');
const env = parseEnv(readFileSync(path.join(dataDir, 'local.env'), 'utf8'));

function connect(accessToken?: string) {
  const headers = accessToken ? { authorization: `Bearer ${accessToken}` } : {};
  return createTRPCClient<AppRouter>({ links: [httpLink({ url: `${env.API_URL}/trpc`, headers })] });
}

async function stockUp(): Promise<string> {
  const shop = connect();
  const { items } = await shop.catalog.list.query({});
  const { variants } = await shop.catalog.product.query({ handle: items[0]?.handle ?? '' });
  const variantId = variants[0]?.id ?? '';
  const { accessToken } = await shop.identity.login.mutate({
    email: env.OPERATOR_EMAIL ?? '',
    password: env.OPERATOR_PASSWORD ?? '',
  });
  await connect(accessToken).inventory.adjust.mutate({ variantId, setTo: STOCK, reason: 'restart' });
  return variantId;
}

async function restart(): Promise<void> {
  const program = path.join(repository, 'tools/src/restart.ts');
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the restart failed with ${code}`);
}

/** Until every job is done; gives what has happened since `before`. */
async function settle(before: Awaited<ReturnType<typeof readBooks>>) {
  const deadline = performance.now() + SETTLE_MS;
  for (;;) {
    const books = booksSince(before, await readBooks(env));
    if (books.openJobs <= 0 || performance.now() > deadline) return books;
    await delay(200);
  }
}

const variantId = await stockUp();
const before = await readBooks(env);
const over = new AbortController();
const urls = [env.API_URL ?? '', env.WEB_URL ?? ''];
const begun = performance.now();
const used = useShop({ urls, connections: CONNECTIONS, variantId, until: over.signal });
let restarts = 0;
for (; performance.now() - begun < SECONDS * 1_000; restarts += 1) await restart();
over.abort();
const { requests, failures, slowestMs, placed } = await used;
const seconds = (performance.now() - begun) / 1_000;
const books = await settle(before);

console.log(
  `${CONNECTIONS} connections for ${seconds.toFixed(0)} s, ${restarts} rolling restarts in that time`,
);
console.log(`  requests          ${requests} (${(requests / seconds).toFixed(0)} a second)`);
console.log(`  failed            ${failures.length}`);
console.log(`  slowest           ${slowestMs.toFixed(0)} ms`);
console.log(`  orders placed     ${placed.length}, in the books ${books.orders}`);
console.log(`  orders paid       ${books.paid}, charges ${books.charges}, mails ${books.mails}`);
console.log(
  `  jobs done twice   ${books.authorizations - books.charges} authorizations, ${books.resentJobs} sent again`,
);
for (const failure of new Set(failures)) console.log(`  ${failure}`);
