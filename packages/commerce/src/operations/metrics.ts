import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Cache } from '../infra/cache.ts';

/** The metrics that every process has: Node's own and what the cache did. `instance` is in each line. */
export function createRegistry(instance: string, cache: Cache): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ instance });
  collectDefaultMetrics({ register: registry });
  const reads = new Gauge({
    name: 'cache_reads_10s',
    help: 'Reads of the cache over the last 10 s, by family and outcome',
    labelNames: ['family', 'outcome'],
    registers: [],
    collect() {
      for (const { name, l1Hits, l2Hits, misses } of cache.counts()) {
        this.set({ family: name, outcome: 'l1_hit' }, l1Hits);
        this.set({ family: name, outcome: 'l2_hit' }, l2Hits);
        this.set({ family: name, outcome: 'miss' }, misses);
      }
    },
  });
  registry.registerMetric(reads);
  return registry;
}
