import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { eventually, temporaryFolder } from '../testing.ts';
import { processesFile } from './leftovers.ts';
import { writeProcessList } from './process-list.ts';
import { isAlive } from './process-table.ts';
import { backoffMs, type Part } from './supervised-part.ts';
import { Supervisor } from './supervisor.ts';

const STAYS = 'setInterval(() => {}, 1000)';

function nodePart(folder: string, script: string, changes: Partial<Part> = {}): Part {
  return {
    name: 'part-1',
    logFile: path.join(folder, 'part-1.log'),
    command: () => ({ file: process.execPath, args: ['-e', script], cwd: folder, env: {} }),
    ready: async () => true,
    readyTimeoutMs: 5_000,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 5_000,
    ...changes,
  };
}

function supervise(): { supervisor: Supervisor; notices: string[]; pid: () => number | undefined } {
  const supervisor = new Supervisor();
  const notices: string[] = [];
  supervisor.on('notice', (text) => notices.push(text));
  onTestFinished(() => supervisor.stop({ first: [], last: [] }));
  return { supervisor, notices, pid: () => supervisor.states()[0]?.pid };
}

it('waits twice as long after each failure in a row, from 200 ms to 10 s', () => {
  expect([1, 2, 3, 6, 7, 50].map(backoffMs)).toEqual([200, 400, 800, 6_400, 10_000, 10_000]);
});

it('starts a killed process again, and processes.json follows', async () => {
  const folder = await temporaryFolder();
  const { supervisor, notices, pid } = supervise();
  supervisor.on('change', () => writeProcessList(folder, supervisor.states()));
  const noted = async () => JSON.parse(await readFile(processesFile(folder), 'utf8'));
  await supervisor.start(nodePart(folder, STAYS));
  const first = pid() as number;
  expect(await noted()).toEqual({ 'part-1': first });

  process.kill(first, 'SIGKILL');
  await eventually('the part is left out while it is down', async () => !('part-1' in (await noted())));
  await eventually('another process runs', () => pid() !== undefined && pid() !== first);
  expect(await noted()).toEqual({ 'part-1': pid() });
  expect(notices).toEqual(['part-1 was ended by SIGKILL; it starts again in 200 ms']);

  await supervisor.stop({ first: [], last: [] });
  expect(await noted()).toEqual({});
});

it('shows the end of the log of a process that fails again and again', async () => {
  const folder = await temporaryFolder();
  const { supervisor, notices } = supervise();
  const script = `setTimeout(() => { console.error('the cause'); process.exit(3); }, 20)`;
  await supervisor.start(nodePart(folder, script));
  await eventually('the log is shown', () => notices.some((text) => text.includes('the cause')));
  expect(notices[0]).toBe('part-1 exited with code 3; it starts again in 200 ms');
  expect(notices[1]).toBe('part-1 exited with code 3; it starts again in 400 ms');
});

it('gives up a first start that fails five times, with the end of the log', async () => {
  const folder = await temporaryFolder();
  const { supervisor } = supervise();
  const broken = nodePart(folder, `console.error('the cause'); process.exit(3)`, {
    ready: async () => false,
  });
  await expect(supervisor.start(broken)).rejects.toThrow(
    /part-1 does not start: it exited with code 3[^]*the cause/,
  );
});

it('replaces a process that lost its health, and tells the next start so', async () => {
  const folder = await temporaryFolder();
  const { supervisor, pid } = supervise();
  let sick = false;
  const badly: boolean[] = [];
  const part = nodePart(folder, STAYS, {
    prepare: async (startedBadly) => {
      badly.push(startedBadly);
      sick = false;
    },
    health: { probe: async () => !sick, graceMs: 100 },
  });
  await supervisor.start(part);
  const first = pid();
  sick = true;
  await eventually('another process runs', () => pid() !== undefined && pid() !== first);
  expect(badly).toEqual([false, true]);
});

it('kills what does not stop in time', async () => {
  const folder = await temporaryFolder();
  const { supervisor, pid } = supervise();
  const deaf = `process.on('SIGTERM', () => {}); require('fs').writeFileSync('deaf', ''); ${STAYS}`;
  const ready = async () => existsSync(path.join(folder, 'deaf'));
  await supervisor.start(nodePart(folder, deaf, { ready, stopTimeoutMs: 100 }));
  const running = pid() as number;
  await supervisor.stop({ first: [], last: [] });
  expect(isAlive(running)).toBe(false);
});

it('stops groups one after the other', async () => {
  const folder = await temporaryFolder();
  const { supervisor } = supervise();
  for (const name of ['database', 'cache', 'api']) {
    await supervisor.start(nodePart(folder, STAYS, { name }));
  }
  const gone: string[] = [];
  supervisor.on('change', () => {
    const down = supervisor.states().filter(({ pid, name }) => pid === undefined && !gone.includes(name));
    gone.push(...down.map(({ name }) => name));
  });
  await supervisor.stop({ first: ['api'], last: ['database'] });
  expect(gone).toEqual(['api', 'cache', 'database']);
});

it('starts nothing more once it is being stopped', async () => {
  const folder = await temporaryFolder();
  const { supervisor } = supervise();
  await supervisor.stop({ first: [], last: [] });
  await expect(supervisor.start(nodePart(folder, STAYS))).rejects.toThrow('being stopped');
});
