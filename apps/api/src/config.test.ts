import { deriveServiceToken } from '@holdfast/commerce/infra/tokens';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const complete = {
  NODE_ID: 'api-1',
  API_PORT: '4000',
  METRICS_PORT: '9464',
  DATABASE_URL: 'postgresql://localhost/shop',
  REDIS_URL: 'redis://localhost:6379',
  CACHE_REDIS_URL: 'redis://localhost:6380',
  APP_SECRET: 'x'.repeat(32),
};

test('what may be left out has its default', () => {
  expect(readConfig({ ...complete, ALLOWED_ORIGINS: '', LOG_LEVEL: '' })).toMatchObject({
    API_HOST: '127.0.0.1',
    API_PORT: 4_000,
    DATABASE_REPLICA_URLS: [],
    ALLOWED_ORIGINS: [],
    TRUSTED_PROXIES: ['loopback'],
    RATE_LIMITS: 'on',
    LOG_LEVEL: 'info',
  });
});

test('the service token is the one that is given, else one that follows from the secret', () => {
  const SERVICE_TOKEN = 'a-token-of-its-own-'.repeat(2);
  expect(readConfig({ ...complete, SERVICE_TOKEN }).SERVICE_TOKEN).toBe(SERVICE_TOKEN);
  expect(readConfig(complete).SERVICE_TOKEN).toBe(deriveServiceToken(complete.APP_SECRET));
  expect(() => readConfig({ ...complete, SERVICE_TOKEN: 'too short' })).toThrow(/SERVICE_TOKEN: must have/);
});

test('lists are separated by commas', () => {
  const config = readConfig({
    ...complete,
    DATABASE_REPLICA_URLS: 'postgres://a/x, postgres://b/x',
    ALLOWED_ORIGINS: 'https://a.example,https://b.example,',
  });
  expect(config.DATABASE_REPLICA_URLS).toEqual(['postgres://a/x', 'postgres://b/x']);
  expect(config.ALLOWED_ORIGINS).toEqual(['https://a.example', 'https://b.example']);
});

test('each setting that is missing or wrong is named, and no value is told', () => {
  const { NODE_ID: _missing, ...rest } = complete;
  const read = () => readConfig({ ...rest, APP_SECRET: 'too short', API_PORT: '70000', REDIS_URL: '' });
  expect(read).toThrow(/NODE_ID is missing/);
  expect(read).toThrow(/REDIS_URL is missing/);
  expect(read).toThrow(/API_PORT: /);
  expect(read).toThrow(/APP_SECRET: must have at least 32 characters/);
  expect(read).not.toThrow(/too short/);
});

test('trusted proxies are addresses, ranges and names of ranges, and nothing else', () => {
  const read = (TRUSTED_PROXIES: string) => readConfig({ ...complete, TRUSTED_PROXIES }).TRUSTED_PROXIES;
  const good = ['uniquelocal', '10.1.2.3', '172.16.0.0/12', '::1', 'fd00::/8'];
  expect(read(good.join(', '))).toEqual(good);
  for (const wrong of ['nginx', '10.1.2', '10.0.0.0/33', 'true', '*']) {
    expect(() => read(`loopback,${wrong}`)).toThrow(/TRUSTED_PROXIES: must be a list of addresses/);
  }
});
