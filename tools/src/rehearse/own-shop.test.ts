import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { type OwnShop, startOwnShop } from './own-shop.ts';

/** The reset of a busy machine takes its time. */
const TEST_MS = 60_000;

let temporary: string;

beforeEach(async () => {
  temporary = await temporaryFolder();
  vi.stubEnv('TMPDIR', temporary);
  onTestFinished(() => void vi.unstubAllEnvs());
});

/** Starts a process in place of a shop. */
async function startProgram(code: string): Promise<OwnShop> {
  const program = path.join(temporary, 'program.mjs');
  await writeFile(program, code);
  return startOwnShop(new AbortController().signal, program);
}

/** What it says once it is asked. */
async function ask({ supervisor }: OwnShop): Promise<unknown> {
  const answered = once(supervisor, 'message');
  supervisor.send('say it');
  return (await answered)[0];
}

it('a shop that does not start is told by its last lines, and leaves nothing', {
  timeout: TEST_MS,
}, async () => {
  const code = `for (let line = 1; line <= 30; line += 1) console.error('line ' + line + '.');`;
  const failure = await startProgram(code).catch((error: unknown) => error as Error);
  expect(failure).toMatchObject({ name: 'StackError' });
  expect((failure as Error).message).toMatch(/could not be started: it ended\.\nline 11\.\n[^]*line 30\.$/);
  expect(await readdir(temporary)).toEqual(['program.mjs']);
});

it('a shop that is ready may say as much as it likes: nobody keeps it, and it is not held up', {
  timeout: TEST_MS,
}, async () => {
  const shop = await startProgram(`
    console.log('Holdfast is ready.');
    process.once('message', () => process.stdout.write('x'.repeat(1e6), () => process.send('said')));`);
  expect(await ask(shop)).toBe('said');
  await shop.remove();
  expect(await readdir(temporary)).toEqual(['program.mjs']);
});

it("a rehearsal's own shop uses no server of somebody's, and has as many APIs as faults know of", {
  timeout: TEST_MS,
}, async () => {
  vi.stubEnv('SMTP_URL', 'smtp://mail.example.com');
  vi.stubEnv('DATABASE_URL', 'postgresql://db.example.com/shop');
  vi.stubEnv('API_INSTANCES', '5');
  const shop = await startProgram(`
    console.log('Holdfast is ready.');
    process.once('message', () => process.send(Object.keys(process.env)));`);
  const names = await ask(shop);
  expect(names).toContain('RATE_LIMITS');
  for (const name of ['SMTP_URL', 'DATABASE_URL', 'API_INSTANCES']) expect(names).not.toContain(name);
  await shop.remove();
});
