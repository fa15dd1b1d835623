import { expect, it } from 'vitest';
import { readSettings } from './settings.ts';

it.each([
  [{ API_PORT: '9464' }, /API_PORT and METRICS_PORT are both 9464/],
  [{ WEB_PORT: '4000' }, /WEB_PORT and API_PORT are both 4000/],
  [{ API_PORT: 'http' }, /API_PORT must be a whole number/],
  [{ API_INSTANCES: '0' }, /API_INSTANCES must be a whole number/],
  [{ DATABASE_REPLICA_URLS: 'postgresql://x' }, /needs DATABASE_URL/],
])('%j is refused in words before anything starts', (env, words) => {
  expect(() => readSettings(env)).toThrow(words);
});
