import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Deps } from '../deps.ts';

/** The metrics that every process has: Node's own, and what its cache and its connections do. `instance` is in each line. */
export function createRegistry(instance: string, { cache, db }: Pick<Deps, 'cache' | 'db'>): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ instance });
  collectDefaultMetrics({ register: registry });
  const reads = new Counter({
    name: 'cache_reads_total',
    help: 'Reads of the cache, by family and outcome',
    labelNames: ['family', 'outcome'],
    registers: [],
    collect() {
      this.reset();
      for (const { name, sinceStart } of cache.counts()) {
        this.inc({ family: name, outcome: 'l1_hit' }, sinceStart.l1Hits);
        this.inc({ family: name, outcome: 'l2_hit' }, sinceStart.l2Hits);
        this.inc({ family: name, outcome: 'miss' }, sinceStart.misses);
      }
    },
  });
  registry.registerMetric(reads);
  for (const metric of databaseMetrics(db)) registry.registerMetric(metric);
  return registry;
}

function databaseMetrics(db: Deps['db']): (Counter | Gauge)[] {
  const gauge = (
    name: string,
    help: string,
    tell: (gauge: Gauge, pool: ReturnType<Deps['db']['pools']>[number]) => void,
  ) =>
    new Gauge({
      name,
      help,
      labelNames: ['pool', 'state'],
      registers: [],
      collect() {
        this.reset();
        for (const pool of db.pools()) tell(this, pool);
      },
    });
  return [
    gauge('database_pool_size', 'Connections that the pool may have', (to, { name, counts }) => {
      to.set({ pool: name }, counts.most);
    }),
    gauge('database_pool_connections', 'Connections of the pool, by state', (to, { name, counts }) => {
      to.set({ pool: name, state: 'idle' }, counts.idle);
      to.set({ pool: name, state: 'busy' }, counts.open - counts.idle);
    }),
    gauge(
      'database_pool_waiting',
      'Callers that wait for a connection of the pool',
      (to, { name, counts }) => {
        to.set({ pool: name }, counts.waiting);
      },
    ),
    new Counter({
      name: 'database_reads_total',
      help: 'Reads of content, by the server that answered',
      labelNames: ['server'],
      registers: [],
      collect() {
        this.reset();
        for (const { server, reads } of db.readsAnswered()) this.inc({ server }, reads);
      },
    }),
  ];
}
