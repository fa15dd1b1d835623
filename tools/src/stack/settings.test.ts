import { expect, it } from 'vitest';
import { readSettings } from './settings.ts';

it.each([
  [{ API_PORT: '9464' }, /API_PORT and METRICS_PORT are both 9464/],
  [{ WEB_PORT: '4000' }, /WEB_PORT and API_PORT are both 4000/],
  [{ API_PORT: 'http' }, /API_PORT must be a whole number/],
  [{ API_INSTANCES: '0' }, /API_INSTANCES must be a whole number/],
  [{ DATABASE_REPLICA_URLS: 'postgresql://x' }, /needs DATABASE_URL/],
  [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL must be an address like postgresql:/],
  [{ REDIS_URL: 'localhost:6379' }, /REDIS_URL must be an address like redis:/],
  [{ CACHE_REDIS_URL: 'redis://host/cache' }, /CACHE_REDIS_URL must be an address like redis:/],
])('%j is refused in words before anything starts', (env, words) => {
  expect(() => readSettings(env)).toThrow(words);
});

it('gives the cache the Redis of the queues when that is the only one given', () => {
  const one = readSettings({ REDIS_URL: 'redis://:secret@queue:6379/3' });
  expect(one).toMatchObject({ redisUrl: 'redis://:secret@queue:6379/3', cacheRedisUrl: one.redisUrl });
  const two = readSettings({ REDIS_URL: 'redis://queue', CACHE_REDIS_URL: 'rediss://cache' });
  expect(two).toMatchObject({ redisUrl: 'redis://queue', cacheRedisUrl: 'rediss://cache' });
  expect(readSettings({ CACHE_REDIS_URL: 'redis://cache' }).redisUrl).toBeUndefined();
});
