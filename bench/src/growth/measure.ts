import type pg from 'pg';
import { lookAtMachine, type Machine } from '../common/machine.ts';
import { startOwnApi } from '../common/own-api.ts';
import { searchQueries } from '../common/search-queries.ts';
import type { Served } from '@holdfast/e2e/served';
import type { BenchShop } from '../common/with-shop.ts';
import { measureLoad } from '../reads/programs.ts';
import type { ReadRound } from '../reads/read-load.ts';
import { type Get, requestsFor } from '../reads/requests.ts';
import { readStored, readTitles, settle, type Stored, withSql } from './database.ts';
import { generateUpTo } from './generate.ts';
import { KIND_NAMES, type KindName, KINDS } from './kinds.ts';
import { chooseWanted } from './wanted.ts';

export type Sizes = {
  /** Generated products, from few to many. */
  products: number[];
  searches: number;
  seconds: number;
};

export type AtSize = {
  products: number;
  generateSeconds: number;
  stored: Stored;
  kinds: Record<KindName, ReadRound>;
};

export type Results = { at: string; machine: Machine; sizes: Sizes; atSizes: AtSize[] };

/** One caller, so that what is seen is how long an answer takes and not how long it waits for others. */
const CONNECTIONS = 1;
const TITLES = 500;
const OK = 200;

async function measureKinds(
  api: Served,
  wanted: Record<KindName, Get[]>,
  { seconds }: Sizes,
): Promise<AtSize['kinds']> {
  const kinds: Partial<AtSize['kinds']> = {};
  for (const name of KIND_NAMES) {
    kinds[name] = await measureLoad({
      port: api.port,
      pid: api.pid,
      connections: CONNECTIONS,
      requests: requestsFor(wanted[name]),
      status: OK,
      // Each once, so that at every size what is measured has been read before.
      warmUp: { seconds: 0, requests: wanted[name].length },
      seconds,
    });
  }
  return kinds as AtSize['kinds'];
}

function tell(kinds: AtSize['kinds']): void {
  for (const name of KIND_NAMES) {
    const { p50, p99 } = kinds[name];
    console.log(`  ${KINDS[name].title}: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
  }
}

type Run = { shop: BenchShop; sql: pg.Client; api: Served; sizes: Sizes };

async function measureSizes({ shop, sql, api, sizes }: Run): Promise<AtSize[]> {
  const atSizes: AtSize[] = [];
  let queries: string[] | undefined;
  for (const products of sizes.products) {
    console.log(`${products} products`);
    const generateSeconds = await generateUpTo(shop, products);
    await settle(sql, shop);
    const isFirst = queries === undefined;
    queries ??= searchQueries(await readTitles(sql, TITLES), sizes.searches);
    const wanted = await chooseWanted({ port: api.port, sql }, queries);
    // All others are compared with the first, which must not be slow because the process is young.
    if (isFirst) await measureKinds(api, wanted, sizes);
    const kinds = await measureKinds(api, wanted, sizes);
    tell(kinds);
    atSizes.push({ products, generateSeconds, stored: await readStored(sql), kinds });
  }
  return atSizes;
}

/** Fills a shop step by step and measures at each size, past every cache. */
export function measureGrowth(
  shop: BenchShop,
  { sizes, loadBefore }: { sizes: Sizes; loadBefore: number },
): Promise<Results> {
  return withSql(shop.env.DATABASE_URL, async (sql) => {
    const machine = await lookAtMachine(sql, { redisUrl: shop.env.REDIS_URL ?? '', loadBefore });
    const api = await startOwnApi(shop, { name: 'bench-cold-api', cacheTiers: 'off' });
    try {
      const atSizes = await measureSizes({ shop, sql, api, sizes });
      return { at: new Date().toISOString(), machine, sizes, atSizes };
    } finally {
      await api.stop();
    }
  });
}
