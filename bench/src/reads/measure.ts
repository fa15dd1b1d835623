import pg from 'pg';
import { lookAtMachine, type Machine } from '../common/machine.ts';
import type { BenchShop } from '../common/with-shop.ts';
import { KIND_NAMES, type KindName, KINDS } from './kinds.ts';
import { type Durations, type Loads, planLoads } from './plan-loads.ts';
import { measureLoad } from './programs.ts';
import type { ReadLoad, ReadRound } from './read-load.ts';
import { Started, startServers } from './servers.ts';
import { chooseWanted } from './wanted.ts';

/** How much is done of each. `searches`: how many distinct ones are warm, and as many others cold. */
export type Sizes = Durations & { rounds: number; searches: number };

export type Results = {
  at: string;
  machine: Machine;
  sizes: Sizes;
  /** Each round of each kind, in the order in which they were done: the kinds take turns. */
  kinds: Partial<Record<KindName, ReadRound[]>>;
};

type Run = {
  sizes: Sizes;
  /** How busy the machine was before the shop was started. */
  loadBefore: number;
  barePageFolder: string;
};

export async function seeMachine({ env }: BenchShop, loadBefore: number): Promise<Machine> {
  const sql = new pg.Client(env.DATABASE_URL);
  await sql.connect();
  try {
    return await lookAtMachine(sql, { redisUrl: env.REDIS_URL ?? '', loadBefore });
  } finally {
    await sql.end();
  }
}

/**
 * The kinds that have a load take turns, round by round. Rounds are many and short: a machine that others share is for seconds
 * twice as fast as for others, and only kinds that follow each other closely are compared on the same one.
 */
export async function measureRounds(
  loads: Loads,
  { rounds }: Pick<Sizes, 'rounds'>,
): Promise<Results['kinds']> {
  const kinds: Results['kinds'] = {};
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of KIND_NAMES) {
      const load = loads[name];
      if (!load) continue;
      const seen = await measureLoad(begunAt(load, (round - 1) / rounds));
      (kinds[name] ??= []).push(seen);
      console.log(`round ${round} of ${rounds}: ${KINDS[name].title} ${Math.round(seen.perSecond)}/s`);
    }
  }
  return kinds;
}

/** Each round begins elsewhere, so that together they ask for everything, however short they are. `share`: of the requests, 0 to 1. */
function begunAt(load: ReadLoad, share: number): ReadLoad {
  const first = Math.floor(load.requests.length * share);
  return { ...load, requests: [...load.requests.slice(first), ...load.requests.slice(0, first)] };
}

/** Measures every kind beside what it is compared with, on one API process of a shop. */
export async function measureReads(
  shop: BenchShop,
  { sizes, loadBefore, barePageFolder }: Run,
): Promise<Results> {
  const started = new Started();
  try {
    const machine = await seeMachine(shop, loadBefore);
    const servers = await startServers(shop, { started, barePageFolder });
    const wanted = await chooseWanted(servers, sizes.searches);
    const loads = await planLoads({ servers, started, wanted }, sizes);
    return { at: new Date().toISOString(), machine, sizes, kinds: await measureRounds(loads, sizes) };
  } finally {
    await started.stop();
  }
}
