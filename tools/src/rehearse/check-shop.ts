import { existsSync } from 'node:fs';
import path from 'node:path';
import { check } from '../checker/check.ts';
import type { Verdict } from '../checker/verdict.ts';
import type { RehearsalShop } from './running-shop.ts';

/** What the checker says of a rehearsal in this shop. @throws Error when one of its sources cannot be read */
export function checkShop({ env, dataDir }: RehearsalShop, historyFile: string): Promise<Verdict> {
  const mailFolder = path.join(dataDir, 'mail');
  return check({
    historyFile,
    databaseUrl: env.DATABASE_URL ?? '',
    ledger: { url: env.TEST_PROVIDER_URL ?? '', key: env.TEST_PROVIDER_KEY ?? '' },
    // A shop with a mail server leaves no files.
    ...(existsSync(mailFolder) && { mailFolder }),
  });
}
