import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { takeLock } from './stack/lock.ts';
import { temporaryFolder } from './testing.ts';

const REHEARSE = path.join(import.meta.dirname, 'rehearse.ts');
/** A busy machine loads a program slowly. */
const TEST_MS = 60_000;

/** As a person types it; what it complains of, and its exit code. */
async function rehearse(args: string[], dataDir = '/nowhere'): Promise<{ code: number; complaint: string }> {
  const child = spawn(process.execPath, [REHEARSE, ...args], { env: { ...process.env, DATA_DIR: dataDir } });
  const [complaint, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { code, complaint };
}

it.each([
  [[], 'Which rehearsal?'],
  [['dance'], 'There is no rehearsal "dance".'],
  [['rush', '--rate', 'high'], '--rate must be a whole number from 1 to 1000, not "high".'],
  [['rush', '--rate', '0'], '--rate must be a whole number from 1 to 1000, not "0".'],
  [['rush', '--speed', '2'], '--speed'],
  [['rush', 'now'], 'now'],
])(
  'what is typed wrongly is told with how it is typed, and nothing begins: %j',
  { timeout: TEST_MS },
  async (args, why) => {
    const { code, complaint } = await rehearse(args);
    expect(complaint).toContain(why);
    expect(complaint).toContain('Usage: npm run rehearse -- ');
    expect(complaint).toContain('rush [--seed N] [--rate N] [--seconds N] [--readers N]');
    expect(complaint).not.toMatch(/\n\s+at /);
    expect(code).toBe(2);
  },
);

it('a shop that is not ready yet is waited for by the person, and not replaced by another one', {
  timeout: TEST_MS,
}, async () => {
  const dataDir = path.join(await temporaryFolder(), 'data');
  await mkdir(dataDir);
  const lock = await takeLock(dataDir);
  onTestFinished(() => lock.release());
  const { code, complaint } = await rehearse(['rush'], dataDir);
  expect(complaint).toContain(`The shop on ${dataDir} is not ready.`);
  expect(code).toBe(1);
});
