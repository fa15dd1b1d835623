import { RENDERED_PAGE } from '@holdfast/e2e/bare-page';
import { API_CONNECTIONS, type KindName, PAGE_CONNECTIONS } from './kinds.ts';
import { learnAnswers } from './known-answers.ts';
import { startBareServer } from './programs.ts';
import type { ReadLoad } from './read-load.ts';
import { type Get, requestsFor } from './requests.ts';
import type { Server, Servers, Started } from './servers.ts';
import type { Wanted } from './wanted.ts';

export type Durations = { seconds: number; warmUpSeconds: number };

/** One load for each kind; none of a kind that the API cannot answer. */
export type Loads = Partial<Record<KindName, ReadLoad>>;

const OK = 200;
const NOT_MODIFIED = 304;
/** For one the shop keeps no pages. */
const CRAWLER = 'Twitterbot/1.0';

/** Every request is asked once before anything is measured. */
function apiLoad(server: Server, gets: Get[], durations: Durations): ReadLoad {
  return {
    port: server.port,
    pid: server.pid,
    connections: API_CONNECTIONS,
    requests: requestsFor(gets),
    status: OK,
    warmUp: { seconds: durations.warmUpSeconds, requests: gets.length },
    seconds: durations.seconds,
  };
}

function pageLoad(server: Server, { url, headers }: Get, durations: Durations): ReadLoad {
  const get = { url, headers: { ...headers, accept: 'text/html' } };
  return { ...apiLoad(server, [get], durations), connections: PAGE_CONNECTIONS };
}

/** What was asked before it is measured would be warm where a cache is at work after all. */
function coldLoad(server: Server, gets: Get[], durations: Durations): ReadLoad {
  const load = apiLoad(server, gets, durations);
  return { ...load, warmUp: { ...load.warmUp, requests: 0 } };
}

type Planned = { servers: Pick<Servers, 'api' | 'coldApi'>; started: Started };

/** The same searches of the API and of a bare server that has learnt its answers, and others of the API without its cache. */
export async function planSearchLoads(
  {
    servers: { api, coldApi },
    started,
    wanted,
  }: Planned & { wanted: Pick<Wanted, 'warmSearches' | 'coldSearches'> },
  durations: Durations,
): Promise<Loads> {
  const bare = await started.add(startBareServer(await learnAnswers(api.port, wanted.warmSearches)));
  return {
    bareSearch: apiLoad(bare, wanted.warmSearches, durations),
    warmSearch: apiLoad(api, wanted.warmSearches, durations),
    coldSearch: coldLoad(coldApi, wanted.coldSearches, durations),
  };
}

/** Has bare servers learn the API's answers, and plans what is asked of everybody. */
export async function planLoads(
  { servers, started, wanted }: { servers: Servers; started: Started; wanted: Wanted },
  durations: Durations,
): Promise<Loads> {
  const { api, tutorial, barePage, web } = servers;
  const load = (server: Server, gets: Get[]) => apiLoad(server, gets, durations);
  const page = (server: Server, get: Get) => pageLoad(server, get, durations);
  const bareLoad = async (gets: Get[]) =>
    load(await started.add(startBareServer(await learnAnswers(api.port, gets))), gets);
  const unchanged = wanted.unchangedProduct && {
    ...load(api, [wanted.unchangedProduct]),
    status: NOT_MODIFIED,
  };
  return {
    bareProduct: await bareLoad([wanted.product]),
    product: load(api, [wanted.product]),
    ...(unchanged && { unchangedProduct: unchanged }),
    tutorialProduct: load(tutorial, [wanted.tutorialProduct]),
    bareList: await bareLoad([wanted.list]),
    list: load(api, [wanted.list]),
    bareBrotliList: await bareLoad([wanted.brotliList]),
    brotliList: load(api, [wanted.brotliList]),
    ...(await planSearchLoads({ servers, started, wanted }, durations)),
    barePage: page(barePage, { url: '/' }),
    bareRenderedPage: page(barePage, { url: RENDERED_PAGE }),
    productPage: page(web, wanted.productPage),
    renderedProductPage: page(web, { ...wanted.productPage, headers: { 'user-agent': CRAWLER } }),
  };
}
