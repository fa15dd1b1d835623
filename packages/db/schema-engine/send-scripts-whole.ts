import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';

/**
 * adapter-pg splits a script at each `;`, which breaks function bodies. Without arguments `executeRaw` sends the text
 * as one simple query, as the native engine does: PostgreSQL runs it in one implicit transaction.
 */
export function sendScriptsWhole(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const executeScript = async (sql: string): Promise<void> => {
    await adapter.executeRaw({ sql, args: [], argTypes: [] });
  };
  return Object.assign(Object.create(adapter), { executeScript });
}
