import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { findFreePort, isPortFree, requireFreePort } from './ports.ts';

async function takenPort(host: string): Promise<number> {
  const port = await findFreePort();
  const server = createServer().listen(port, host);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return port;
}

it('names a taken port, its variable and the process that holds it', async () => {
  const port = await takenPort('127.0.0.1');
  const holder = process.platform === 'linux' ? ` by process ${process.pid} \\(` : '';
  await expect(requireFreePort(port, 'API_PORT')).rejects.toThrow(
    new RegExp(`^Port ${port} \\(API_PORT\\) is taken${holder}`),
  );
});

it('sees a port that is taken on all addresses', async () => {
  expect(await isPortFree(await takenPort('0.0.0.0'))).toBe(false);
});

it('gives the preferred port while it is free, another one when it is not', async () => {
  const taken = await takenPort('127.0.0.1');
  expect(await findFreePort(taken)).not.toBe(taken);
  const free = 19_000 + (process.pid % 900);
  expect(await findFreePort(free)).toBe(free);
});
