import type { AddressInfo } from 'node:net';
import express from 'express';
import { Redis } from 'ioredis';
import pg from 'pg';
import { readProduct } from './tutorial-product.ts';

/** What most tutorials end with: Express as it comes, rows of PostgreSQL by a pool, JSON kept aside in Redis for a minute. */
const TTL_SECONDS = 60;

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
const redis = new Redis(process.env.CACHE_REDIS_URL ?? '');
const app = express();

// oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 takes care of what they reject with.
app.get('/products/:handle', async (request, response) => {
  const key = `tutorial:product:${request.params.handle}`;
  const cached = await redis.get(key);
  if (cached) {
    response.json(JSON.parse(cached));
    return;
  }
  const product = await readProduct(pool, request.params.handle);
  if (!product) {
    response.status(404).json({ error: 'not found' });
    return;
  }
  await redis.set(key, JSON.stringify(product), 'EX', TTL_SECONDS);
  response.json(product);
});

const server = app.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.on('disconnect', () => process.exit());
