import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { PROMISES, type Verdict } from '../../checker/verdict.ts';
import { readLocalEnv } from '../../stack/local-env.ts';
import { withClient } from '../../stack/postgres.ts';
import { temporaryFolder } from '../../testing.ts';
import { type OwnShop, startOwnShop } from '../own-shop.ts';

const REHEARSE = path.join(import.meta.dirname, '../../rehearse.ts');
const SHORT = ['rush', '--seed', '1', '--seconds', '6', '--rate', '8'];

/** The command as a person types it, with what it has printed so far. */
function rehearse(env: Record<string, string>, args: string[]) {
  const child = spawn(process.execPath, [REHEARSE, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGINT'));
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return { child, output: () => output };
}

async function runToEnd(dataDir: string, args: string[]): Promise<{ code: number | null; output: string }> {
  const { child, output } = rehearse({ DATA_DIR: dataDir }, args);
  const [code] = await once(child, 'close');
  return { code, output: output() };
}

/** A file of the rehearsal that began last. */
async function newestFile(dataDir: string, name: string): Promise<string> {
  const folder = path.join(dataDir, 'rehearsals');
  const newest = (await readdir(folder)).toSorted().at(-1) ?? '';
  return readFile(path.join(folder, newest, name), 'utf8');
}

async function readVerdict(dataDir: string): Promise<Verdict> {
  return JSON.parse(await newestFile(dataDir, 'report.json')).verdict;
}

describe('a rush in a shop that runs', () => {
  let shop: OwnShop;
  let databaseUrl: string;

  beforeAll(async () => {
    shop = await startOwnShop(new AbortController().signal);
    databaseUrl = (await readLocalEnv(shop.dataDir)).DATABASE_URL ?? '';
  });
  afterAll(() => shop?.remove());

  it('finds every promise kept, having tried each of them', async () => {
    const { code, output } = await runToEnd(shop.dataDir, SHORT);
    expect(output).toContain('shoppers came');
    const verdict = await readVerdict(shop.dataDir);
    expect(verdict.findings).toEqual([]);
    const untried = Object.entries(verdict.examined).filter(([, count]) => count === 0);
    expect(untried).toEqual([]);
    expect(code).toBe(0);
  });

  it('ends with 1 and says which promise is broken when one is: here the stock is more than its movements', async () => {
    await withClient(databaseUrl, (client) =>
      client.query(`
        UPDATE stock_level SET on_hand = on_hand + 1
        WHERE (stock_item_id, location_id) = (SELECT stock_item_id, location_id FROM stock_level LIMIT 1)`),
    );
    const { code, output } = await runToEnd(shop.dataDir, SHORT);
    expect(output).toContain(PROMISES.movements);
    const { findings } = await readVerdict(shop.dataDir);
    expect(findings.map(({ promise }) => promise)).toEqual(['movements']);
    expect(code).toBe(1);
  });
});

it('where no shop runs it starts one, and Ctrl-C amid the crowd leaves nothing of it', async () => {
  const temporary = await temporaryFolder();
  const { child, output } = rehearse({ DATA_DIR: path.join(temporary, 'data'), TMPDIR: temporary }, ['rush']);
  const ended = once(child, 'close');
  const history = () => newestFile(path.join(temporary, 'data'), 'history.jsonl');
  while (!output().includes('A rush with')) await Promise.race([once(child.stdout, 'data'), ended]);
  while (!(await history()).includes('orders.place')) await Promise.race([delay(100), ended]);
  const isOwn = (name: string) => name.startsWith('holdfast-rehearsal-');
  expect((await readdir(temporary)).filter(isOwn)).toHaveLength(1);
  child.kill('SIGINT');
  const [code] = await ended;
  expect(code).toBe(130);
  expect((await readdir(temporary)).filter(isOwn)).toEqual([]);
});
