import {
  bindMigrationAwareSqlAdapterFactory,
  type ErrorCapturingSqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { Datasource } from './arguments.ts';
import { requireUrl } from './database-url.ts';
import { openConnection } from './open-connection.ts';
import { openShadowDatabase } from './shadow-database.ts';

/** What the WebAssembly engine connects through. */
export function createAdapterFactory(
  datasource: Datasource,
): ErrorCapturingSqlMigrationAwareDriverAdapterFactory {
  return bindMigrationAwareSqlAdapterFactory({
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: async () => openConnection(requireUrl(datasource.url)),
    connectToShadowDb: () => openShadowDatabase(datasource),
  });
}
