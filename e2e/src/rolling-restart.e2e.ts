import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findVariant } from './checkout.ts';
import { connect, connectOperator, eventually } from './client.ts';
import { booksSince, readBooks } from './rolling/read-books.ts';
import { type UseReport, useShop } from './rolling/use-shop.ts';
import { newShopOptions, type RunningShop, removeShop, startShop } from './start-shop.ts';

const BOOTSTRAP = path.join(import.meta.dirname, '../../tools/bootstrap.mjs');

let running: RunningShop;
let variantId: string;

beforeAll(async () => {
  running = await startShop(await newShopOptions());
  variantId = await findVariant(connect(running.apiUrl));
  const operator = await connectOperator(running.apiUrl, running.env);
  await operator.inventory.adjust.mutate({ variantId, setTo: 100_000, reason: 'rehearsal' });
});

afterAll(async () => {
  await running?.stop();
  if (running) await removeShop(running.dataDir);
});

/** As `npm run restart` runs it. */
async function restart(): Promise<string> {
  const env = { ...process.env, DATA_DIR: running.dataDir };
  return (await promisify(execFile)(process.execPath, [BOOTSTRAP, 'restart'], { env })).stdout;
}

/** Shoppers at the API's own port and at the front, for as long as the work takes. */
async function useWhile(work: () => Promise<unknown>): Promise<UseReport> {
  const over = new AbortController();
  const urls = [running.apiUrl, running.webUrl];
  const used = useShop({ urls, connections: 8, variantId, until: over.signal });
  await work().finally(() => over.abort());
  return used;
}

describe('a rolling restart under load', () => {
  it('replaces API and worker and nothing else, fails no request, and each order has each of its effects once', async () => {
    const [books, before] = [await readBooks(running.env), running.pids()];
    let output = '';
    const { failures, placed } = await useWhile(async () => {
      output = await restart();
    });

    expect(failures).toEqual([]);
    expect(placed.length).toBeGreaterThan(0);
    expect(output).toMatch(/api-1 .*api-2 .*worker-1 /s);
    const after = running.pids();
    const kept = Object.keys(before).filter((name) => before[name] === after[name]);
    expect(kept.toSorted()).toEqual([
      'front',
      'payment-provider',
      'postgres',
      'redis-cache',
      'redis-queue',
      'replica-1',
      'web',
    ]);
    expect(Object.keys(after)).toEqual(Object.keys(before));

    const effects = { orders: placed.length, paid: placed.length, charges: placed.length };
    const asked = { authorizations: placed.length, mails: placed.length, resentJobs: 0, openJobs: 0 };
    await eventually(
      async () => booksSince(books, await readBooks(running.env)),
      ({ paid, mails, openJobs }) => paid + mails === 2 * placed.length && openJobs === 0,
      60_000,
    );
    expect(booksSince(books, await readBooks(running.env))).toEqual({ ...effects, ...asked });
  });

  it('shows its operator each process once, with the pid that works now', async () => {
    const operator = await connectOperator(running.apiUrl, running.env);
    const { 'api-1': api, 'worker-1': worker } = running.pids();
    await eventually(
      () => operator.operations.snapshot.query(),
      ({ nodes }) =>
        nodes.filter(({ state }) => state !== 'up').length === 0 &&
        nodes.find(({ id }) => id === 'api-1')?.pid === api &&
        nodes.find(({ id }) => id === 'worker-1')?.pid === worker,
    );
  });
});
