import { expect, it } from 'vitest';
import { connectionsFor, findTooFew, maxConnectionsFor, MOST_CONNECTIONS } from './connections.ts';
import { readSettings } from './settings.ts';

const shop = (apiInstances: number, databasePool: number) => ({ apiInstances, databasePool });

it.each([shop(1, 10), shop(2, 10), shop(64, 20)])(
  'an embedded primary lets in what %o may take, and its standby as many',
  (one) => {
    const kept = 3;
    expect(findTooFew(one, maxConnectionsFor(one) - kept)).toBeNull();
    expect(MOST_CONNECTIONS).toBeGreaterThanOrEqual(maxConnectionsFor(one));
  },
);

it('a PostgreSQL as it comes, with 97 connections, is enough for the usual shop', () => {
  expect(connectionsFor(readSettings({}))).toBeLessThanOrEqual(97);
});

it('one that lets in too few is told with the sum and what to change', () => {
  expect(findTooFew(shop(2, 10), 96)).toBe(
    'lets in 96 connections, and this shop may take 97 (2 API x 25 + worker 17 + others 30): ' +
      'raise max_connections, or lower API_INSTANCES or DATABASE_POOL (10)',
  );
});
