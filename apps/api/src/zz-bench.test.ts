import { spawn } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';
import { openTestShop } from '@holdfast/commerce/testing';
import { sellVariant } from '@holdfast/commerce/testing-goods';
import { inject, test } from 'vitest';
test('bench', async () => {
  const shop = await openTestShop(inject('stack'));
  const { handle } = await sellVariant(shop);
  const child = spawn(process.execPath, ['--conditions=@holdfast/source', path.join(import.meta.dirname, 'main.ts')], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', NODE_ID: 'b', API_PORT: '4555', METRICS_PORT: '4556', DATABASE_URL: shop.databaseUrl, DATABASE_REPLICA_URLS: shop.replicaUrl, REDIS_URL: shop.queueRedisUrl, CACHE_REDIS_URL: shop.cacheRedisUrl, APP_SECRET: shop.appSecret, RATE_LIMITS: 'off' }, stdio: 'inherit' });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 50 });
  const once = () => new Promise<number>((res, rej) => http.get({ port: 4555, host: '127.0.0.1', agent, path: `/trpc/catalog.product?input=${encodeURIComponent(JSON.stringify({ handle }))}` }, (r) => { r.resume(); r.on('end', () => res(r.statusCode ?? 0)); }).on('error', rej));
  for (let i = 0; i < 100; i++) { try { await once(); break; } catch { await new Promise((r) => setTimeout(r, 200)); } }
  for (let round = 0; round < 3; round++) {
    let n = 0, bad = 0; const end = performance.now() + 4000;
    await Promise.all(Array.from({ length: 50 }, async () => { while (performance.now() < end) { if ((await once()) !== 200) bad++; n++; } }));
    console.log('rps', Math.round(n / 4), 'bad', bad);
  }
  child.kill('SIGTERM');
  await new Promise((r) => child.once('exit', r));
  console.log('exit', child.exitCode);
  await shop.close();
}, 60000);
