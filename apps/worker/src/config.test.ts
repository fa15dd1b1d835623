import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

const ENVIRONMENT = {
  NODE_ID: 'worker-1',
  METRICS_PORT: '9464',
  DATABASE_URL: 'postgresql://holdfast:pw@127.0.0.1:5432/holdfast',
  DATABASE_REPLICA_URLS: 'postgresql://a/holdfast,postgresql://b/holdfast',
  REDIS_URL: 'redis://127.0.0.1:6379/0',
  CACHE_REDIS_URL: 'redis://127.0.0.1:6380/0',
  APP_SECRET: '0123456789abcdef0123456789abcdef',
};

it('reads numbers and lists, and takes an empty setting for a missing one', () => {
  const config = readConfig({ ...ENVIRONMENT, SMTP_URL: '', STOREFRONT_URL: 'https://shop.example/' });
  expect(config).toMatchObject({
    METRICS_PORT: 9464,
    DATABASE_REPLICA_URLS: ['postgresql://a/holdfast', 'postgresql://b/holdfast'],
    STOREFRONT_URL: 'https://shop.example',
  });
  expect(config.SMTP_URL).toBeUndefined();
});

it('names every setting that is missing or wrong', () => {
  const { DATABASE_URL: _, ...rest } = ENVIRONMENT;
  const read = () => readConfig({ ...rest, METRICS_PORT: 'many', APP_SECRET: 'short' });
  expect(read).toThrow(/METRICS_PORT: .*; DATABASE_URL is missing; APP_SECRET: /);
});
