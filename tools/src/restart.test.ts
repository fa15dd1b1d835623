import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { readRestartReport } from './stack/restart-report.ts';
import { restartOnRequest } from './stack/rolling-restart.ts';
import { eventually, temporaryFolder } from './testing.ts';

const RESTART = path.join(import.meta.dirname, 'restart.ts');
const LOCK = path.join(import.meta.dirname, 'stack/lock.ts');

/** As `npm run restart` runs it; gives what it complains of. */
async function askForRestart(dataDir: string): Promise<string> {
  const child = spawn(process.execPath, [RESTART], { env: { DATA_DIR: dataDir } });
  const [complaint, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(code).toBe(1);
  return complaint;
}

it('a start that is not ready yet is left alone, and who asks is told to wait', async () => {
  const dataDir = await temporaryFolder();
  const script = `
    import { takeLock } from ${JSON.stringify(LOCK)};
    await takeLock(${JSON.stringify(dataDir)});
    console.log('locked');
    setInterval(() => {}, 1000);`;
  const starting = spawn(process.execPath, ['--input-type=module', '--eval', script]);
  onTestFinished(() => void starting.kill('SIGKILL'));
  await once(starting.stdout, 'data');
  expect(await askForRestart(dataDir)).toMatch(/not ready yet/);
  expect(starting).toMatchObject({ exitCode: null, signalCode: null });
});

it('who asks where nothing runs is told what to type', async () => {
  expect(await askForRestart(await temporaryFolder())).toMatch(/npm start/);
});

it('new code meets the schema that it expects: without its migrations nothing is replaced', async () => {
  const dataDir = await temporaryFolder();
  const steps: string[] = [];
  let isBroken = true;
  restartOnRequest({
    supervisor: { replace: async (name) => void steps.push(name) },
    dataDir,
    names: ['api-1', 'worker-1'],
    migrate: async () => {
      steps.push('migrations');
      if (isBroken) throw new Error('the migration failed');
    },
    tell: () => {},
  });
  onTestFinished(() => void process.removeAllListeners('SIGUSR2'));
  const askAndWait = async (begun: number) => {
    process.kill(process.pid, 'SIGUSR2');
    await eventually('the restart is over', () => {
      const report = readRestartReport(dataDir);
      return report?.begun === begun && report.end !== undefined;
    });
    return readRestartReport(dataDir);
  };

  expect(await askAndWait(1)).toMatchObject({ replaced: [], end: { failure: 'the migration failed' } });
  expect(steps).toEqual(['migrations']);

  isBroken = false;
  expect(await askAndWait(2)).toMatchObject({ end: { failure: null } });
  expect(steps).toEqual(['migrations', 'migrations', 'api-1', 'worker-1']);
});
