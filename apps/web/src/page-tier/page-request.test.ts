import { globSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { isSharedPage, readPageRequest } from './page-request.ts';

const APP = path.join(import.meta.dirname, '../app');

const ask = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  readPageRequest({ method, url, headers });

/** Of a page's file: what its folders say, with a word for each part that may be any. */
function addressOf(file: string): string {
  const folders = path.dirname(file).split(path.sep);
  const parts = folders.filter((folder) => !/^(?:\(.*\)|\[locale\]|\.)$/.test(folder));
  return `/${parts.map((part) => part.replace(/^\[.*\]$/, 'any')).join('/')}`;
}

it('keeps the home page, shelves, products and searches of all that the app has, and nothing else', () => {
  const addresses = globSync('**/{page.tsx,route.ts}', { cwd: APP }).map(addressOf);
  expect(addresses.length).toBeGreaterThan(15);
  expect(addresses.filter(isSharedPage).sort()).toEqual(['/', '/c/any', '/p/any', '/search']);
  expect(['/he', '/he/', '/he/search', '/he/p/rope'].filter((each) => !isSharedPage(each))).toEqual([]);
  const others = [
    '/he/cart',
    '/he/he',
    '/p',
    '/p/',
    '/p/a/b',
    '/c/a/',
    '/search/a',
    '//',
    '/x',
    '/_next/p/a',
  ];
  expect(others.filter(isSharedPage)).toEqual([]);
});

it('keeps no answer to another method, none for a crawler, and none for the router in a browser', () => {
  expect(ask('/p/rope')).not.toBeNull();
  for (const method of ['HEAD', 'POST', 'OPTIONS']) expect(ask('/p/rope', {}, method)).toBeNull();
  for (const agent of ['Twitterbot/1.0', 'Mozilla/5.0 (compatible; Googlebot/2.1)'])
    expect(ask('/p/rope', { 'user-agent': agent })).toBeNull();
  for (const headers of [{ rsc: '1' }, { 'sec-fetch-dest': 'empty' }])
    expect(ask('/p/rope', headers)).toBeNull();
});

it('has a page rendered from its key alone: no other cookie or header of the asker comes to it', () => {
  const asked = ask('/p/rope', {
    host: 'shop.example',
    cookie: 'hf_session=secret; hf_currency=EUR; hf_cart=secret; hf_theme=dark; hf_lsn=1.2',
    authorization: 'Bearer secret',
    'user-agent': 'secret',
    'x-forwarded-for': '203.0.113.7',
    'x-nextjs-data': 'secret',
    'accept-encoding': 'gzip, deflate, br',
  });
  expect(asked?.headers).toEqual({
    host: 'shop.example',
    cookie: 'hf_currency=EUR; hf_theme=dark; hf_lsn=1.2',
    'x-forwarded-for': '203.0.113.7',
    'accept-encoding': 'gzip',
  });
  expect(asked).toMatchObject({ token: '1.2', address: '203.0.113.7', takesGzip: true });
});

it('tells apart what is rendered differently, and nothing more', () => {
  const keyOf = (url: string, headers?: Record<string, string>) => ask(url, headers)?.key;
  const plain = keyOf('/p/rope');
  const keys = [
    plain,
    keyOf('/he/p/rope'),
    keyOf('/p/rope?variant=1'),
    keyOf('/p/rope', { cookie: 'hf_currency=EUR' }),
    keyOf('/p/rope', { cookie: 'hf_currency=ILS' }),
    keyOf('/p/rope', { cookie: 'hf_theme=dark' }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  const cookie = 'hf_currency=XXX; hf_theme=pink; hf_lsn=1.2; hf_cart=1';
  expect(keyOf('/p/rope', { cookie, 'user-agent': 'a', 'x-forwarded-for': 'b' })).toBe(plain);
});

it.each([
  ['gzip, deflate, br', true],
  ['br;q=1, gzip;q=0.5', true],
  ['gzip;q=0, br', false],
  ['br', false],
  ['', false],
])('packs a page for who accepts "%s": %s', (accepted, takesGzip) => {
  expect(ask('/', { 'accept-encoding': accepted })?.takesGzip).toBe(takesGzip);
});
