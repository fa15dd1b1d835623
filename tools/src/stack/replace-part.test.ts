import { connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { eventually, temporaryFolder } from '../testing.ts';
import { PortSockets } from './port-sockets.ts';
import { findFreePort } from './ports.ts';
import { HANDED_ON } from './process.ts';
import { isAlive } from './process-table.ts';
import type { Part } from './supervised-part.ts';
import { Supervisor } from './supervisor.ts';

/** Tells its pid to whoever connects; asked to stop, it takes no more connections and ends. */
const SERVES = `
  const server = require('node:net').createServer((socket) => socket.end(String(process.pid)));
  server.listen({ fd: ${HANDED_ON} });
  process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;

async function listeningPart(changes: Partial<Part> = {}) {
  const folder = await temporaryFolder();
  const port = await findFreePort();
  const sockets = new PortSockets({ host: '127.0.0.1', port });
  const supervisor = new Supervisor();
  const notices: string[] = [];
  supervisor.on('notice', (notice) => notices.push(notice));
  onTestFinished(() => supervisor.stop({ first: [], last: [] }));
  const ask = async () => Number(await text(connect(port, '127.0.0.1')));
  await supervisor.start({
    name: 'part-1',
    logFile: path.join(folder, 'part-1.log'),
    command: () => ({
      file: process.execPath,
      args: ['-e', SERVES],
      cwd: folder,
      env: {},
      handOn: sockets.take('part-1'),
    }),
    ready: async () => true,
    readyTimeoutMs: 5_000,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 5_000,
    letGo: () => sockets.giveBack('part-1'),
    ...changes,
  });
  await eventually('it listens', () => ask().then(Boolean, () => false));
  return { supervisor, notices, ask, pid: () => supervisor.states()[0]?.pid as number };
}

it('a part that is replaced refuses and resets no connection, and nobody is told of a failure', async () => {
  const { supervisor, notices, ask, pid } = await listeningPart();
  const first = pid();
  const replaced = supervisor.replace('part-1').then(() => 'replaced' as const);
  const answers = new Set<number>();
  while ((await Promise.race([replaced, ask()])) !== 'replaced') answers.add(await ask());

  expect(isAlive(first)).toBe(false);
  expect(pid()).not.toBe(first);
  expect([first, pid()]).toEqual(expect.arrayContaining([...answers]));
  expect(await ask()).toBe(pid());
  expect(notices).toEqual([]);
});

it('connections that the old process had not accepted are answered by the new one', async () => {
  const { supervisor, ask, pid } = await listeningPart({ stopTimeoutMs: 200 });
  process.kill(pid(), 'SIGSTOP');
  const waiting = Array.from({ length: 20 }, ask);
  await supervisor.replace('part-1');
  expect(await Promise.all(waiting)).toEqual(Array.from({ length: 20 }, pid));
});

it('a part goes on as it was when its successor does not become ready', async () => {
  let isReady = true;
  const { supervisor, ask, pid } = await listeningPart({
    ready: async () => isReady,
    readyTimeoutMs: 300,
  });
  const first = pid();
  isReady = false;
  await expect(supervisor.replace('part-1')).rejects.toThrow(/part-1 goes on as it was/);
  expect(await ask()).toBe(first);
  expect(pid()).toBe(first);
});

it('a part that died while it was replaced is started again, once', async () => {
  const readiness = [Promise.resolve(true)];
  const { supervisor, ask, pid } = await listeningPart({ ready: async () => readiness.at(-1) ?? true });
  const first = pid();
  const successorIsReady = Promise.withResolvers<boolean>();
  readiness.push(successorIsReady.promise);
  const replaced = expect(supervisor.replace('part-1')).rejects.toThrow(/ended while it was replaced/);
  process.kill(first, 'SIGKILL');
  await eventually('its end is seen', () => pid() !== first);
  successorIsReady.resolve(true);
  await replaced;
  await eventually('another process listens', () => ask().then(Boolean, () => false));
  expect(new Set(await Promise.all(Array.from({ length: 20 }, ask)))).toEqual(new Set([pid()]));
});

it('the socket of a process that died is closed, so that connections go where somebody accepts them', async () => {
  const backOff = Promise.withResolvers<void>();
  const starts: Promise<void>[] = [];
  const { ask, pid } = await listeningPart({
    prepare: async () => {
      if (starts.push(backOff.promise) > 1) await backOff.promise;
    },
  });
  process.kill(pid(), 'SIGKILL');
  await eventually('its end is seen', () => pid() === undefined);
  await expect(ask()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  backOff.resolve();
  await eventually('it is started again', () => ask().then(Boolean, () => false));
});
