import { defineConfig } from 'vitest/config';

/** Tests kill and empty their servers, so they know none but their own: a given one is somebody's. */
for (const name of ['DATABASE_URL', 'DATABASE_REPLICA_URLS', 'REDIS_URL', 'CACHE_REDIS_URL']) {
  delete process.env[name];
}

/** Workspace packages are tested from their sources; after them Vite's own conditions, which this list replaces. */
const conditions = ['@holdfast/source', 'module', 'node', 'development|production'];
const resolve = { conditions };
const ssr = { resolve: { conditions, externalConditions: conditions } };

/** A machine with other work is no reason to fail. */
const expect = { poll: { timeout: 10_000 } };

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'parts',
          include: ['{packages,apps}/*/{src,schema-engine}/**/*.test.ts', '{tools,bench}/src/**/*.test.ts'],
          globalSetup: ['tools/src/test-stack.ts'],
          expect,
          testTimeout: 20_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'e2e',
          // Each file runs a whole shop: one after the other on a small machine.
          maxWorkers: 1,
          include: ['{e2e,tools,bench}/src/**/*.e2e.ts'],
          expect,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
