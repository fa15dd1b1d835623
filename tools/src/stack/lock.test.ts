import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { eventually, temporaryFolder } from '../testing.ts';
import { endLeftovers, processesFile } from './leftovers.ts';
import { findLockHolder, takeLock } from './lock.ts';
import { isOfStack, STACK_MARK } from './process-table.ts';

function sleeper(env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { env, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

it('refuses a second stack on the same folder and names the first', async () => {
  const dataDir = await temporaryFolder();
  const lock = await takeLock(dataDir);
  expect(await findLockHolder(dataDir)).toBe(process.pid);
  await expect(takeLock(dataDir)).rejects.toThrow(
    `Holdfast runs already on ${dataDir} (process ${process.pid})`,
  );
  await lock.release();
  await (await takeLock(dataDir)).release();
});

it('takes over the lock of a killed process, also when its pid is used again', async () => {
  const dataDir = await temporaryFolder();
  const other = sleeper();
  const stale = { pid: other.pid, moment: 'long ago' };
  await writeFile(path.join(dataDir, 'stack.lock'), JSON.stringify(stale));
  await takeLock(dataDir);
  expect(await findLockHolder(dataDir)).toBe(process.pid);
});

it('ends processes of this stack that were left over, and no other that now has a noted pid', async () => {
  const dataDir = await temporaryFolder();
  const ours = sleeper({ [STACK_MARK]: dataDir });
  const stranger = sleeper({ [STACK_MARK]: `${dataDir}-other` });
  await eventually('our process shows its mark', () => isOfStack(ours.pid as number, dataDir));
  await writeFile(processesFile(dataDir), JSON.stringify({ 'api-1': ours.pid, 'api-2': stranger.pid }));
  const ended = once(ours, 'exit');
  expect(await endLeftovers(dataDir)).toBe(1);
  await ended;
  expect(stranger.exitCode ?? stranger.signalCode).toBe(null);
});
