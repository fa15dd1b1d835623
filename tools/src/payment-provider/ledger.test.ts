import { randomUUID } from 'node:crypto';
import { appendFile, readFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import { readLedger } from '@holdfast/commerce/payments/testing';
import { expect, it } from 'vitest';
import { anyCharge, startProvider } from './testing.ts';

it('a provider that is killed at work has all that it has answered in its books', async () => {
  const { config, provider, kill, untilBack } = await startProvider();
  const answered: string[] = [];
  const over = new AbortController();
  const shopper = async () => {
    while (!over.signal.aborted) {
      const key = randomUUID();
      await provider.authorize(anyCharge(key)).then(
        () => answered.push(key),
        () => {},
      );
    }
  };
  const shoppers = [1, 2, 3, 4].map(shopper);
  await expect.poll(() => answered.length, { timeout: 15_000 }).toBeGreaterThan(20);
  await kill();
  over.abort();
  await Promise.all(shoppers);
  await untilBack();

  const books = await readLedger(config);
  expect(answered.filter((key) => books.get(key)?.state !== 'authorized')).toEqual([]);
  const [key = ''] = answered;
  const reference = `test_${key}`;
  const signal = AbortSignal.timeout(5_000);
  expect(await provider.authorize(anyCharge(key))).toEqual({ status: 'authorized', reference });
  expect(await provider.capture({ reference, signal })).toEqual({ status: 'captured' });
});

it('books whose last line was torn are read up to it, and written on', async () => {
  const { config, provider, folder, kill, untilBack } = await startProvider();
  const file = path.join(folder, 'ledger.jsonl');
  await provider.authorize(anyCharge('first'));
  const { length } = await readFile(file);
  await provider.authorize(anyCharge('second'));
  await kill();
  await truncate(file, length);
  await appendFile(file, '{"idempotencyKey":"sec');
  await untilBack();

  expect([...(await readLedger(config)).keys()]).toEqual(['first']);
  await provider.authorize(anyCharge('third'));
  await kill();
  await untilBack();
  expect([...(await readLedger(config)).keys()]).toEqual(['first', 'third']);
});
