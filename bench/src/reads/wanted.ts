import { strict as assert } from 'node:assert';
import { setTimeout as delay } from 'node:timers/promises';
import { searchQueries } from '../common/search-queries.ts';
import { dataOf, headerOf, type HttpAnswer } from './answer-reader.ts';
import { askOnce } from './known-answers.ts';
import { type Get, queryUrl } from './requests.ts';
import type { Servers } from './servers.ts';

/** What is asked of the servers. */
export type Wanted = {
  product: Get;
  /** With the ETag of the product's answer; undefined when the API gives none. */
  unchangedProduct: Get | undefined;
  tutorialProduct: Get;
  list: Get;
  brotliList: Get;
  warmSearches: Get[];
  /** None of the warm ones. */
  coldSearches: Get[];
  productPage: Get;
};

type Page = { items: { handle: string; title: string }[] };

const PAGE_SIZE = 20;
const MOST_LISTED = 100;
const KEPT_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 200;

async function askOne({ port }: { port: number }, get: Get): Promise<HttpAnswer> {
  const [answer] = await askOnce(port, [get]);
  if (!answer) throw new Error(`There was no answer: ${get.url}`);
  return answer;
}

/** The first answer of a page is rendered, and longer than that which is kept of it. @throws Error when none is kept */
async function untilKept(web: Servers['web'], page: Get): Promise<void> {
  const end = performance.now() + KEPT_WITHIN_MS;
  while (headerOf((await askOne(web, page)).head, 'x-page-cache') !== 'hit') {
    if (performance.now() > end) throw new Error(`No page is kept of ${page.url}`);
    await delay(LOOK_EVERY_MS);
  }
}

/** Half of them warm, half of them cold. */
export function searchesFor(titles: string[], count: number): Pick<Wanted, 'warmSearches' | 'coldSearches'> {
  const gets = searchQueries(titles, 2 * count).map((q) => ({
    url: queryUrl('catalog.search', { q, limit: PAGE_SIZE }),
  }));
  return {
    warmSearches: gets.filter((_, index) => index % 2 === 0),
    coldSearches: gets.filter((_, index) => index % 2 === 1),
  };
}

/**
 * Chooses what is asked from what the shop has. `searches`: how many are warm, and as many others cold.
 * @throws Error when the tutorial's server does not give the same product as the API: that would compare nothing
 */
export async function chooseWanted({ api, tutorial, web }: Servers, searches: number): Promise<Wanted> {
  const listed = await askOne(api, { url: queryUrl('catalog.list', { limit: MOST_LISTED }) });
  const { items } = dataOf(listed) as Page;
  const handle = items[0]?.handle ?? '';
  const product = { url: queryUrl('catalog.product', { handle }) };
  const tutorialProduct = { url: `/products/${handle}` };
  const list = { url: queryUrl('catalog.list', { limit: PAGE_SIZE }) };
  // What is kept whole has an ETag, from the second answer on.
  await askOne(api, product);
  const known = await askOne(api, product);
  const { body } = await askOne(tutorial, tutorialProduct);
  assert.deepEqual(JSON.parse(body.toString()), dataOf(known), 'The tutorial gives another product.');
  const etag = headerOf(known.head, 'etag');
  const productPage = { url: `/p/${handle}` };
  await untilKept(web, productPage);
  return {
    product,
    unchangedProduct: etag === undefined ? undefined : { ...product, headers: { 'if-none-match': etag } },
    tutorialProduct,
    list,
    brotliList: { ...list, headers: { 'accept-encoding': 'br' } },
    ...searchesFor(
      items.map(({ title }) => title),
      searches,
    ),
    productPage,
  };
}
