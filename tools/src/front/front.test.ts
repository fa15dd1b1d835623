import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { createLog } from '@holdfast/commerce/infra/log';
import { expect, it, onTestFinished } from 'vitest';
import { findFreePort } from '../stack/ports.ts';
import { open, sayOk, serve } from '../testing-upstream.ts';
import { createFront } from './front.ts';

async function startFront(ports: { apiPort?: number; nextPort?: number; passUpgrades?: boolean }) {
  const front = createFront({
    apiPort: ports.apiPort ?? (await findFreePort()),
    nextPort: ports.nextPort ?? (await findFreePort()),
    passUpgrades: ports.passUpgrades ?? false,
    log: createLog('front', 'silent'),
  });
  const port = await findFreePort();
  await front.listen(port, '127.0.0.1');
  onTestFinished(() => front.drain());
  return { front, port, url: `http://127.0.0.1:${port}` };
}

it('sends /trpc and /webhooks to the API and everything else to Next, as it came', async () => {
  const api = await serve(sayOk);
  const web = await serve(sayOk);
  const { url } = await startFront({ apiPort: api.port, nextPort: web.port });
  const toApi = ['/trpc/catalog.list?input=%7B%7D&x=a?b', '/trpc?batch=1', '/webhooks/payments/test'];
  const toWeb = ['/trpcx', '/webhooksx', '/he/p/a%2Fb//c', '/'];
  for (const path of [...toApi, ...toWeb]) await text((await open(url + path)).answer);
  expect(api.seen.map((request) => request.url)).toEqual(toApi);
  expect(web.seen.map((request) => request.url)).toEqual(toWeb);
});

it('refuses an address that is no text, which Next would answer with an empty 500', async () => {
  const web = await serve(sayOk);
  const { url } = await startFront({ nextPort: web.port });
  const { answer } = await open(`${url}/p/%E0%A4%A`);
  expect(answer.statusCode).toBe(400);
  expect(await text(answer)).toContain('cannot be read');
  expect(web.seen).toEqual([]);
});

it('says who asked and by which name, whatever the client has claimed', async () => {
  const api = await serve(sayOk);
  const { url, port } = await startFront({ apiPort: api.port });
  await open(`${url}/trpc/x`, {
    host: `localhost:${port}`,
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '443',
    'x-real-ip': '203.0.113.7',
    forwarded: 'for=203.0.113.7',
    connection: 'close, x-forwarded-for',
  });
  const headers = api.seen[0]?.headers ?? {};
  expect(headers).toMatchObject({
    host: `localhost:${port}`,
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': `localhost:${port}`,
    'x-forwarded-proto': 'http',
    connection: 'keep-alive',
  });
  expect(JSON.stringify(headers)).not.toMatch(/203\.0\.113|evil|x-real-ip|"forwarded"|x-forwarded-port/);
});

it('uses one connection for requests that follow each other, also when their clients use one each', async () => {
  const web = await serve(sayOk);
  const { url } = await startFront({ nextPort: web.port });
  for (let count = 0; count < 3; count += 1) await text((await open(url)).answer);
  expect(new Set(web.seen.map(({ socket }) => socket.remotePort)).size).toBe(1);
});

it('gives a stream’s head and each event at once, and ends with it', async () => {
  const steps = Array.from({ length: 3 }, () => Promise.withResolvers<void>());
  const api = await serve(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    for (const [index, step] of steps.entries()) {
      await step.promise;
      if (index < 2) response.write(`data: ${index}\n\n`);
      else response.end();
    }
  });
  const { url } = await startFront({ apiPort: api.port });
  const { answer } = await open(`${url}/trpc/orders.events`);
  expect(answer.headers['content-type']).toBe('text/event-stream');
  for (const index of [0, 1]) {
    steps[index]?.resolve();
    const [chunk] = await once(answer, 'data');
    expect(String(chunk)).toBe(`data: ${index}\n\n`);
  }
  const ended = once(answer, 'end');
  steps[2]?.resolve();
  await ended;
  expect(answer.complete).toBe(true);
});

it('tells upstream that a client has gone', async () => {
  const gone = Promise.withResolvers<void>();
  const api = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    response.once('close', gone.resolve);
  });
  const { url } = await startFront({ apiPort: api.port });
  const { outgoing, answer } = await open(`${url}/trpc/orders.events`);
  answer.on('error', () => {});
  outgoing.destroy();
  await gone.promise;
});

it('tells a client that the sender of its answer has died', async () => {
  const api = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: 0\n\n');
  });
  const { url } = await startFront({ apiPort: api.port });
  const { answer } = await open(`${url}/trpc/orders.events`);
  await once(answer, 'data');
  const failed = once(answer, 'error');
  api.kill();
  expect(String(await failed)).toContain('aborted');
});

it('shows a page that asks again, in the language of the path, while Next is away', async () => {
  const { url } = await startFront({});
  const accept = 'text/html,application/xhtml+xml';
  const english = await fetch(`${url}/`, { headers: { accept } });
  expect(english.status).toBe(503);
  expect(Number(english.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(english.headers.get('content-type')).toContain('text/html');
  const page = await english.text();
  expect(page).toMatch(/<html lang="en" dir="ltr">[^]*http-equiv="refresh"/);
  expect(await (await fetch(`${url}/he/cart`, { headers: { accept } })).text()).toContain(
    'lang="he" dir="rtl"',
  );
  const other = await fetch(`${url}/_next/x.js`, { headers: { accept: '*/*' } });
  expect(other.status).toBe(503);
  expect(other.headers.get('content-type')).toContain('text/plain');
});

it('answers for an API that is away in its own envelope', async () => {
  const { url } = await startFront({});
  const answer = await fetch(`${url}/trpc/catalog.list`);
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await answer.json()).toEqual({
    error: {
      message: expect.any(String),
      code: -32603,
      data: {
        code: 'UNAVAILABLE',
        httpStatus: 503,
        requestId: answer.headers.get('x-request-id'),
        issues: [],
      },
    },
  });
});

it('hides a restart from readers: what died with an idle or a busy connection is asked again', async () => {
  const port = await findFreePort();
  const first = await serve((request, response) => {
    if (request.url === '/busy') request.socket.destroy();
    else response.end('before');
  }, port);
  const { url } = await startFront({ nextPort: port });
  expect(await (await fetch(url)).text()).toBe('before');
  const busy = fetch(`${url}/busy`);
  await expect.poll(() => first.seen.length).toBe(2);
  first.kill();
  const idle = fetch(`${url}/idle`);
  await delay(300);
  await serve((_request, response) => void response.end('after'), port);
  expect(await Promise.all([busy, idle].map(async (answer) => (await answer).text()))).toEqual([
    'after',
    'after',
  ]);
});

it('sends a POST that was refused as soon as somebody listens, whole and once', async () => {
  const port = await findFreePort();
  const { url } = await startFront({ apiPort: port });
  const body = 'x'.repeat(90_000);
  const answer = fetch(`${url}/trpc/orders.place`, { method: 'POST', body });
  await delay(200);
  const bodies: string[] = [];
  await serve(async (request, response) => {
    bodies.push(await text(request));
    response.end('placed');
  }, port);
  expect(await (await answer).text()).toBe('placed');
  expect(bodies).toEqual([body]);
});

it('never sends a POST twice that was sent once: its client is told instead', async () => {
  const api = await serve((request) => void request.socket.destroy());
  const { url } = await startFront({ apiPort: api.port });
  const answer = await fetch(`${url}/trpc/orders.place`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(503);
  expect(api.seen).toHaveLength(1);
  expect((await fetch(`${url}/trpc/catalog.list`)).status).toBe(503);
  expect(api.seen.length).toBeGreaterThan(2);
});

/** What a wish to speak WebSocket gets for an answer; the socket when it was granted. */
async function upgrade(port: number): Promise<{ status: number | undefined; socket?: Socket }> {
  const outgoing = httpRequest({
    port,
    host: '127.0.0.1',
    path: '/_next/hmr',
    agent: false,
    headers: { connection: 'Upgrade', upgrade: 'websocket' },
  });
  outgoing.end();
  return new Promise((resolve) => {
    outgoing.once('upgrade', (answer, socket) => {
      onTestFinished(() => void socket.destroy());
      resolve({ status: answer.statusCode, socket });
    });
    outgoing.once('response', (answer) => resolve({ status: answer.statusCode }));
  });
}

it.each([true, false])('passes WebSockets to Next only where that is wanted: %s', async (passUpgrades) => {
  const upgraded: Socket[] = [];
  const next = createServer(sayOk).listen(0, '127.0.0.1');
  next.on('upgrade', (_request, socket) => {
    upgraded.push(socket as Socket);
    socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n');
    socket.pipe(socket);
  });
  onTestFinished(() => {
    for (const socket of upgraded) socket.destroy();
    next.close();
  });
  await once(next, 'listening');
  const { port } = await startFront({ nextPort: (next.address() as AddressInfo).port, passUpgrades });
  const { status, socket } = await upgrade(port);
  expect(status).toBe(passUpgrades ? 101 : 200);
  if (!socket) return;
  socket.write('ping');
  const [echo] = await once(socket, 'data');
  expect(String(echo)).toBe('ping');
});

it('finishes what is under way before it ends', async () => {
  const release = Promise.withResolvers<void>();
  const web = await serve(async (_request, response) => {
    await release.promise;
    response.end('done');
  });
  const { front, url } = await startFront({ nextPort: web.port });
  const answer = fetch(url);
  await expect.poll(() => web.seen.length).toBe(1);
  const drained = front.drain();
  await expect(fetch(url)).rejects.toThrow('fetch failed');
  release.resolve();
  expect(await (await answer).text()).toBe('done');
  await drained;
});

it('lets a connection to the API go before a draining API would, so that no request meets its end', async () => {
  const closed = Promise.withResolvers<'by the front'>();
  const server = createServer((request, response) => {
    request.socket.once('end', () => closed.resolve('by the front'));
    response.end('ok');
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { url } = await startFront({ apiPort: (server.address() as AddressInfo).port });
  await text((await open(`${url}/trpc/x`)).answer);
  expect(await closed.promise).toBe('by the front');
});
