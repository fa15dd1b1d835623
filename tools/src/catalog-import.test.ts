import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { type CommerceTestServers, openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { temporaryFolder } from './testing.ts';

const COMMAND = path.join(import.meta.dirname, 'catalog-import.ts');
const HEADER = 'Handle,Title,Option1 Name,Option1 Value,Variant Inventory Qty,Variant Price\n';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop(inject('stack') satisfies CommerceTestServers);
});
afterAll(() => shop?.close());

async function run(args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ['--conditions=@holdfast/source', COMMAND, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { stdout, stderr, code };
}

describe('npm run catalog:import', () => {
  const servers = () => ({ DATABASE_URL: shop.databaseUrl, CACHE_REDIS_URL: shop.cacheRedisUrl });

  it('imports a file beside which the caller stands, by addresses of the stack that runs', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'goods.csv'), `${HEADER}cleat,Cleat,Title,Default Title,3,12.50\n`);
    const { DATABASE_URL, CACHE_REDIS_URL } = servers();
    await writeFile(
      path.join(folder, 'local.env'),
      `DATABASE_URL=${DATABASE_URL}\nCACHE_REDIS_URL=${CACHE_REDIS_URL}\n`,
    );
    const { stdout, stderr, code } = await run(['goods.csv'], { INIT_CWD: folder, DATA_DIR: folder });
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toMatch(/Imported\.\n.*rows +1, prices in USD\n +products +1 created/);
    const product = await shop.db.primary.product.findUniqueOrThrow({ where: { handle: 'cleat' } });
    expect(product.status).toBe('active');
  });

  it('names the file that an issue is in', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'goods.csv'), `${HEADER}bitt,Bitt,Title,Default Title,3,12.50\n`);
    const header = 'Type,Identification,Field,Locale,Default content,Translated content\n';
    await writeFile(path.join(folder, 'he.csv'), `${header}PRODUCT,bitt,title,fr,Bitt,Bitte\n`);
    const args = ['goods.csv', '--translations', 'he.csv'];
    const { stderr, code } = await run(args, { INIT_CWD: folder, ...servers() });
    expect(stderr).toMatch(/\ntranslations 2 +Locale +The shop is not written in "fr"/);
    expect(code).toBe(1);
  });

  it('lists what is wrong on standard error and ends with 1', async () => {
    const folder = await temporaryFolder();
    const rows = 'fid,Fid,Title,Default Title,3,\nawl,Awl,Title,Default Title,-1,9\n';
    await writeFile(path.join(folder, 'goods.csv'), HEADER + rows);
    const { stdout, stderr, code } = await run(['goods.csv'], { INIT_CWD: folder, ...servers() });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Row +Column +What is wrong\n +2 +Variant Price +The price is missing.*\n +3 +Variant Inventory Qty +-1 is below zero/,
    );
    expect(stdout).toMatch(/Nothing was imported/);
    expect(await shop.db.primary.product.count({ where: { handle: { in: ['fid', 'awl'] } } })).toBe(0);
  });

  it('says in one sentence that nothing runs', async () => {
    const folder = await temporaryFolder();
    const nothing = await run(['goods.csv'], { DATA_DIR: folder });
    expect(nothing).toEqual({
      stdout: '',
      stderr: 'Holdfast is not running: start it with npm start\n',
      code: 1,
    });
    const gone = { DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/none', CACHE_REDIS_URL: shop.cacheRedisUrl };
    expect(await run(['goods.csv'], gone)).toEqual(nothing);
  });

  it.each([[[]], [['a.csv', 'b.csv']], [['a.csv', '--currency', 'euro']], [['a.csv', '--force']]])(
    'shows its usage for %j and ends with 2',
    async (args) => {
      const { stderr, code } = await run(args, servers());
      expect(stderr).toMatch(/^Usage: npm run catalog:import -- FILE\.csv/);
      expect(code).toBe(2);
    },
  );
});
