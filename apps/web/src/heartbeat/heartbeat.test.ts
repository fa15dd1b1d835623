import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { beatInput } from '@holdfast/shared/contracts/operations';
import { expect, it, onTestFinished, vi } from 'vitest';
import { watchRequests } from './request-times.ts';
import { startHeartbeat } from './start-heartbeat.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

async function serve(listener: Listener): Promise<string> {
  const server = createServer((request, response) => void listener(request, response)).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

type Received = { request: IncomingMessage; input: unknown };

/** The API's side of the wire: keeps what came, and answers it as `answer` says. */
async function serveApi(answer: (response: ServerResponse) => unknown) {
  const received: Received[] = [];
  const apiUrl = await serve(async (request, response) => {
    received.push({ request, input: await json(request) });
    answer(response);
  });
  return { apiUrl, received };
}

const accept = (response: ServerResponse) =>
  response.setHeader('content-type', 'application/json').end('{"result":{}}');

function beatTo(apiUrl: string): ReturnType<typeof startHeartbeat> {
  const heartbeat = startHeartbeat({ apiUrl, serviceToken: 'a-token', id: 'web' });
  onTestFinished(() => heartbeat.stop());
  return heartbeat;
}

it('beats at once and then every second, as the contract says and under the service token', async () => {
  const { apiUrl, received } = await serveApi(accept);
  beatTo(apiUrl);
  await expect.poll(() => received.length, { timeout: 5_000 }).toBe(2);
  const [first] = received;
  expect(first?.request.url).toBe('/trpc/operations.beat');
  expect(first?.request.headers.authorization).toBe('Bearer a-token');
  expect(beatInput.parse(first?.input)).toMatchObject({ id: 'web', pid: process.pid, leaving: false });
});

it('says at its end that it leaves, after whatever was under way', async () => {
  const { apiUrl, received } = await serveApi(accept);
  const heartbeat = beatTo(apiUrl);
  await heartbeat.stop();
  expect(received.map(({ input }) => beatInput.parse(input).leaving)).toEqual([false, true]);
});

it('has one beat under way at most, gives each up in time, and logs an outage once', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  onTestFinished(() => warn.mockRestore());
  let open = 0;
  let mostOpen = 0;
  let isSilent = true;
  const { apiUrl, received } = await serveApi((response) => {
    mostOpen = Math.max(mostOpen, ++open);
    response.once('close', () => (open -= 1));
    if (!isSilent) accept(response);
  });
  beatTo(apiUrl);
  await expect.poll(() => received.length, { timeout: 6_000 }).toBe(4);
  expect(mostOpen).toBe(1);
  expect(warn).toHaveBeenCalledTimes(1);
  isSilent = false;
  await expect.poll(() => received.length, { timeout: 6_000 }).toBe(6);
  expect(warn).toHaveBeenCalledTimes(1);
}, 20_000);

it('counts every request of every server in the process, with its time', async () => {
  const requests = watchRequests();
  onTestFinished(() => requests.stop());
  const url = await serve(async (request, response) => {
    await delay(request.url === '/slow' ? 120 : 0);
    response.end('ok');
  });
  expect(requests.read()).toEqual({ rps: 0, p95Ms: null });
  const paths = ['/', '/', '/', '/slow', '/slow'];
  await Promise.all(paths.map(async (path) => (await fetch(url + path)).text()));
  await expect.poll(() => requests.read().rps).toBe(0.5);
  const { p95Ms } = requests.read();
  expect(p95Ms).toBeGreaterThanOrEqual(115);
  expect(p95Ms).toBeLessThan(2_000);
});
