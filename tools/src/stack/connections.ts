import { connectionsOf, POOL_SIZE } from '@holdfast/commerce/operations/connections';
import { MOST_API_INSTANCES, type Settings } from './settings.ts';

type Shop = Pick<Settings, 'apiInstances' | 'databasePool'>;

/** A process that is replaced while its predecessor drains, migrations, the importer, a rehearsal, and a person with psql. */
export const CONNECTIONS_BESIDE = 30;
/** Of an embedded server: the supervisor's probes, and what PostgreSQL keeps for superusers and replicas. */
const CONNECTIONS_OF_OUR_OWN = 20;

/** Connections that a shop of one worker takes at most of a primary. */
export function connectionsFor({ apiInstances, databasePool }: Shop): number {
  const apis = apiInstances * connectionsOf.api(databasePool);
  return apis + connectionsOf.worker(databasePool) + CONNECTIONS_BESIDE;
}

/** `max_connections` of an embedded primary. */
export function maxConnectionsFor(shop: Shop): number {
  return connectionsFor(shop) + CONNECTIONS_OF_OUR_OWN;
}

/** Of an embedded standby: it refuses to run with fewer than its primary had, today's or that of an earlier start. */
export const MOST_CONNECTIONS = maxConnectionsFor({
  apiInstances: MOST_API_INSTANCES,
  databasePool: POOL_SIZE.most,
});

/** What is wrong when a given server lets in fewer than the shop may take; null when it does not. */
export function findTooFew(shop: Shop, letIn: number): string | null {
  const wanted = connectionsFor(shop);
  if (letIn >= wanted) return null;
  const { apiInstances, databasePool } = shop;
  const sum = `${apiInstances} API x ${connectionsOf.api(databasePool)} + worker ${connectionsOf.worker(databasePool)} + others ${CONNECTIONS_BESIDE}`;
  return `lets in ${letIn} connections, and this shop may take ${wanted} (${sum}): raise max_connections, or lower API_INSTANCES or DATABASE_POOL (${databasePool})`;
}
