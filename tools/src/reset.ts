import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { findLockHolder } from './stack/lock.ts';
import { PAYMENT_PROVIDER } from './stack/payment-provider-part.ts';
import { findPostgresHost } from './stack/postgres-host.ts';
import { dataDirOf } from './stack/settings.ts';
import { StackError } from './stack/stack-error.ts';

const DATA = ['redis-queue', 'redis-cache', PAYMENT_PROVIDER, 'mail', 'logs', 'processes.json', 'local.env'];
const DATABASES = ['postgres', 'replica-1'];

async function existingData(dataDir: string): Promise<string[]> {
  const { root } = await findPostgresHost(dataDir);
  const all = [
    ...DATABASES.map((name) => path.join(root, name)),
    ...DATA.map((name) => path.join(dataDir, name)),
  ];
  return all.filter((file) => existsSync(file));
}

async function confirm(): Promise<boolean> {
  if (process.argv.includes('--yes')) return true;
  if (!process.stdin.isTTY)
    throw new StackError('Nobody can be asked here. To delete all this type: npm run reset -- --yes');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('Type yes to delete all this: ');
  terminal.close();
  return answer.trim() === 'yes';
}

async function reset(): Promise<void> {
  if (process.env.DATABASE_URL) {
    throw new StackError(
      'DATABASE_URL is set: that database is not ours to delete. To delete the embedded data unset it; to empty your own database use its own tools.',
    );
  }
  const dataDir = dataDirOf(process.env);
  const holder = await findLockHolder(dataDir);
  if (holder) throw new StackError(`Holdfast runs on ${dataDir} (process ${holder}). Stop it first.`);
  const files = await existingData(dataDir);
  if (files.length === 0) {
    console.log(`There is no data in ${dataDir}.`);
    return;
  }
  console.log(
    `This deletes all orders, products, accounts and passwords of this stack:\n\n  ${files.join('\n  ')}\n`,
  );
  if (!(await confirm())) {
    console.log('Nothing was deleted.');
    return;
  }
  for (const file of files) await rm(file, { recursive: true });
  console.log('Deleted. The next npm start begins anew.');
}

try {
  await reset();
  process.exit(0);
} catch (error) {
  console.error(error instanceof StackError ? `\n${error.message}\n` : error);
  process.exit(1);
}
