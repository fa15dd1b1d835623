import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { showNow } from '@holdfast/commerce/testing-goods';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { type PurgeHook, purgeCdn } from './purge-cdn.ts';

let shop: TestShop;
let cdn: Server;
let hook: PurgeHook;
let status: number;
let told: { tags: string[]; authorization: string | undefined }[];

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { tags } = (await json(request)) as { tags: string[] };
  if (status === 200) told.push({ tags: tags.toSorted(), authorization: request.headers.authorization });
  response.writeHead(status).end();
}

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  cdn = createServer((request, response) => void receive(request, response)).listen(0, '127.0.0.1');
  await once(cdn, 'listening');
  hook = { url: `http://127.0.0.1:${(cdn.address() as AddressInfo).port}/purge`, token: 'a-token' };
});
afterAll(async () => {
  cdn?.close();
  await shop?.close();
});
beforeEach(async () => {
  status = 200;
  // Past what another test has changed.
  for (let round = 0; round < 3; round += 1) await purgeCdn(shop, hook);
  told = [];
});

it('tells of each change in two rounds, so that what was fetched between them is forgotten too', async () => {
  await showNow(shop, ['a-rope']);
  await purgeCdn(shop, hook);
  await showNow(shop, ['סכין']);
  await purgeCdn(shop, hook);
  const hebrew = encodeURIComponent('product:סכין');
  expect(told.map(({ tags }) => tags)).toEqual([
    ['catalog', 'product%3Aa-rope'],
    ['catalog', hebrew, 'product%3Aa-rope'],
  ]);
  expect(told[0]?.authorization).toBe('Bearer a-token');
  await purgeCdn(shop, hook);
  await purgeCdn(shop, hook);
  expect(told.slice(2).map(({ tags }) => tags)).toEqual([['catalog', hebrew]]);
});

it('tells again of what the CDN did not take', async () => {
  await showNow(shop, ['a-lamp']);
  status = 503;
  for (let round = 0; round < 3; round += 1) {
    await expect(purgeCdn(shop, hook)).rejects.toThrow('answered 503');
  }
  status = 200;
  await purgeCdn(shop, hook);
  expect(told).toMatchObject([{ tags: ['catalog', 'product%3Aa-lamp'] }]);
});

it('tells of many in several calls, as CDNs take them', async () => {
  const handles = Array.from({ length: 70 }, (_, index) => `goods-${index}`);
  await showNow(shop, handles);
  await purgeCdn(shop, hook);
  expect(told.map(({ tags }) => tags.length)).toEqual([30, 30, 11]);
  expect(new Set(told.flatMap(({ tags }) => tags))).toEqual(
    new Set(['catalog', ...handles.map((handle) => `product%3A${handle}`)]),
  );
});

it('has all forgotten after a change of very many', async () => {
  await showNow(
    shop,
    Array.from({ length: 301 }, (_, index) => `import-${index}`),
  );
  await purgeCdn(shop, hook);
  expect(told.map(({ tags }) => tags)).toEqual([['catalog', 'categories']]);
});
