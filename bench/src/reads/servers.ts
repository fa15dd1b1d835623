import { startOwnApi } from '../common/own-api.ts';
import type { Served } from '@holdfast/e2e/served';
import type { BenchShop } from '../common/with-shop.ts';
import { startBarePage } from '@holdfast/e2e/bare-page';
import { startTutorial } from './programs.ts';

export type Server = Pick<Served, 'port' | 'pid'>;

/** All that is asked, but for the bare servers, which give the answers of these. */
export type Servers = { api: Server; coldApi: Server; tutorial: Server; barePage: Server; web: Server };

/** What runs for the bench; whoever holds it stops all of it, whatever fails. */
export class Started {
  readonly #all: Served[] = [];

  async add(starting: Promise<Served>): Promise<Served> {
    const served = await starting;
    this.#all.push(served);
    return served;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#all.map((served) => served.stop()));
  }
}

export async function startServers(
  shop: BenchShop,
  { started, barePageFolder }: { started: Started; barePageFolder: string },
): Promise<Servers> {
  return {
    api: await started.add(startOwnApi(shop, { name: 'bench-api', cacheTiers: 'on' })),
    coldApi: await started.add(startOwnApi(shop, { name: 'bench-cold-api', cacheTiers: 'off' })),
    tutorial: await started.add(startTutorial(shop.env)),
    barePage: await started.add(startBarePage(barePageFolder)),
    // Itself, since nobody stands before the bare page either.
    web: { port: Number(shop.env.NEXT_PORT), pid: shop.pids().web ?? 0 },
  };
}
