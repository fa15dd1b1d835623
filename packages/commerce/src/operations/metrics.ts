import { collectDefaultMetrics, Counter, Registry } from 'prom-client';
import type { Cache } from '../infra/cache/cache.ts';

/** The metrics that every process has: Node's own and what the cache did. `instance` is in each line. */
export function createRegistry(instance: string, cache: Cache): Registry {
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
  return registry;
}
