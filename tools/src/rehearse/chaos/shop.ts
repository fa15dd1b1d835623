import { runShop } from '../../run-shop.ts';
import type { Detours, Plan } from '../../stack/plan.ts';
import { postgresUrl } from '../../stack/postgres.ts';
import type { Stack } from '../../stack/stack.ts';
import { serveControl } from './control.ts';
import { ROADS, type Road } from './faults.ts';
import type { Grounds } from './inject.ts';
import { Proxy } from './proxy.ts';

/** The shop of `npm start`, with a proxy before each server; whoever started this process commands its faults. */

type Proxies = Record<Road, Proxy>;

const proxies: Partial<Proxies> = {};

function portOf(address: string): number {
  return Number(new URL(address).port);
}

function ownPorts({ values }: Plan): Record<Road, number> {
  return {
    postgres: portOf(values.DATABASE_URL),
    'replica-1': portOf(values.DATABASE_REPLICA_URLS),
    'redis-queue': portOf(values.REDIS_URL),
    'redis-cache': portOf(values.CACHE_REDIS_URL),
    'payment-provider': portOf(values.TEST_PROVIDER_URL),
    webhooks: portOf(values.API_URL),
  };
}

async function detour(plan: Plan): Promise<Detours> {
  const ports = ownPorts(plan);
  for (const road of ROADS) proxies[road] = await Proxy.before(ports[road]);
  const { DATABASE_URL, DATABASE_REPLICA_URLS, REDIS_URL, CACHE_REDIS_URL, TEST_PROVIDER_URL, API_URL } =
    plan.values;
  const through = (road: Road, address: string) =>
    address.replace(`:${ports[road]}`, `:${proxies[road]?.port}`);
  return {
    apps: {
      DATABASE_URL: through('postgres', DATABASE_URL),
      DATABASE_REPLICA_URLS: through('replica-1', DATABASE_REPLICA_URLS),
      REDIS_URL: through('redis-queue', REDIS_URL),
      CACHE_REDIS_URL: through('redis-cache', CACHE_REDIS_URL),
      TEST_PROVIDER_URL: through('payment-provider', TEST_PROVIDER_URL),
    },
    paymentProvider: { API_URL: through('webhooks', API_URL) },
  };
}

function groundsOf({ supervisor }: Stack, { values, embedded }: Plan): Grounds {
  const superuser = { user: 'postgres', password: embedded.superuserPassword, database: 'postgres' };
  return {
    supervisor,
    proxies: proxies as Proxies,
    primaryUrl: values.DATABASE_URL,
    replicaUrl: postgresUrl(embedded.replicaPort, superuser),
    redisUrls: { 'redis-queue': values.REDIS_URL, 'redis-cache': values.CACHE_REDIS_URL },
  };
}

await runShop({
  reload: false,
  detour,
  ready: (stack, plan) => serveControl(groundsOf(stack, plan)),
});
