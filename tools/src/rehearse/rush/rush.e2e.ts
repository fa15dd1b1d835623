import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { PROMISES, type Verdict } from '../../checker/verdict.ts';
import { readLocalEnv } from '../../stack/local-env.ts';
import { withClient } from '../../stack/postgres.ts';
import { temporaryFolder } from '../../testing.ts';
import { type OwnShop, startOwnShop } from '../own-shop.ts';

const REHEARSE = path.join(import.meta.dirname, '../../rehearse.ts');
const SHORT = ['rush', '--seed', '1', '--seconds', '6', '--rate', '8'];

/** A crowd on a busy machine waits for its answers, and its orders for their end. */
const TEST_MS = 400_000;

/** The command as a person types it: what it has printed so far, and how it ends. */
function rehearse(env: Record<string, string>, args: string[]) {
  const child = spawn(process.execPath, [REHEARSE, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
  onTestFinished(async () => {
    child.kill('SIGINT');
    await ended;
  });
  return { child, output: () => output, ended };
}

/** Runs it to its end in the shop of a data folder. */
function runToEnd(dataDir: string): Promise<{ code: number | null; output: string }> {
  return rehearse({ DATA_DIR: dataDir }, SHORT).ended;
}

/** Of the rehearsal that began last. */
async function readVerdict(dataDir: string): Promise<Verdict> {
  const folder = path.join(dataDir, 'rehearsals');
  const newest = (await readdir(folder)).toSorted().at(-1) ?? '';
  return JSON.parse(await readFile(path.join(folder, newest, 'report.json'), 'utf8')).verdict;
}

describe('a rush in a shop that runs', () => {
  let shop: OwnShop;
  let databaseUrl: string;

  beforeAll(async () => {
    shop = await startOwnShop(new AbortController().signal);
    databaseUrl = (await readLocalEnv(shop.dataDir)).DATABASE_URL ?? '';
  });
  afterAll(() => shop?.remove());

  it('finds every promise kept, having tried each of them', { timeout: TEST_MS }, async () => {
    const { code, output } = await runToEnd(shop.dataDir);
    expect(output).toContain('shoppers came');
    const verdict = await readVerdict(shop.dataDir);
    expect(verdict.findings).toEqual([]);
    const untried = Object.entries(verdict.examined).filter(([, count]) => count === 0);
    expect(untried).toEqual([]);
    expect(code).toBe(0);
  });

  it('ends with 1 and says which promise is broken when one is: here the stock is more than its movements', {
    timeout: TEST_MS,
  }, async () => {
    await withClient(databaseUrl, (client) =>
      client.query(`
        UPDATE stock_level SET on_hand = on_hand + 1
        WHERE (stock_item_id, location_id) = (SELECT stock_item_id, location_id FROM stock_level LIMIT 1)`),
    );
    const { code, output } = await runToEnd(shop.dataDir);
    expect(output).toContain(PROMISES.movements);
    const { findings } = await readVerdict(shop.dataDir);
    expect(findings.map(({ promise }) => promise)).toEqual(['movements']);
    expect(code).toBe(1);
  });
});

it('where no shop runs it starts one, and Ctrl-C amid the crowd leaves nothing of it', {
  timeout: TEST_MS,
}, async () => {
  const temporary = await temporaryFolder();
  const env = { DATA_DIR: path.join(temporary, 'data'), TMPDIR: temporary };
  const { child, output, ended } = rehearse(env, ['rush']);
  const untilOrders = async () => {
    while (!/[1-9]\d* placed/.test(output())) await once(child.stdout, 'data');
  };
  await Promise.race([untilOrders(), ended]);
  const isOwn = (name: string) => name.startsWith('holdfast-rehearsal-');
  expect((await readdir(temporary)).filter(isOwn)).toHaveLength(1);
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 130 });
  expect((await readdir(temporary)).filter(isOwn)).toEqual([]);
});
