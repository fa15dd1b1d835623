import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { Agent, createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { findFreePort } from '../stack/ports.ts';
import { REPOSITORY } from '../stack/repository.ts';
import { temporaryFolder } from '../testing.ts';
import { type Listener, open, sayOk, serve } from '../testing-upstream.ts';
import { findNginx } from './nginx-binary.ts';
import { type NginxOptions, startNginx } from './nginx-server.ts';

// It may have to be fetched.
beforeAll(async () => void (await findNginx()), 180_000);

type Upstreams = Partial<Pick<NginxOptions, 'api' | 'web' | 'outerProxy'>>;

/** The deployed nginx.conf in front of these ports; where none is given, of a port where nobody listens. */
async function openNginx(upstreams: Upstreams) {
  const folder = path.join(await temporaryFolder(), 'a folder with spaces');
  const nobody = [await findFreePort()];
  const port = await findFreePort();
  const nginx = await startNginx({ folder, port, api: nobody, web: nobody, ...upstreams });
  onTestFinished(() => nginx.stop());
  return { ...nginx, port };
}

async function post(url: string, body: string) {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

it('sends /trpc and /webhooks to the API and everything else to the web app, as it came', async () => {
  const api = await serve(sayOk);
  const web = await serve(sayOk);
  const { url } = await openNginx({ api: [api.port], web: [web.port] });
  const apiPaths = [
    '/trpc/catalog.list?input=%7B%7D&x=a?b',
    '/trpc?batch=1',
    '/trpc/',
    '/webhooks/payments/test',
  ];
  const webPaths = ['/trpcx', '/webhooksx', '/he/p/a%2Fb//c', '//trpc/x', '/p/%D7%97%D7%91%D7%9C', '/'];
  for (const address of [...apiPaths, ...webPaths]) await text((await open(url + address)).answer);
  expect(api.seen.map((request) => request.url)).toEqual(apiPaths);
  expect(web.seen.map((request) => request.url)).toEqual(webPaths);
});

it('refuses an address that is no text, which Next would answer with an empty 500', async () => {
  const web = await serve(sayOk);
  const { url } = await openNginx({ web: [web.port] });
  for (const address of ['/p/%E0%A4%A', '/p/%FF', '/p/%ED%A0%80']) {
    expect((await open(url + address)).answer.statusCode).toBe(400);
  }
  expect(web.seen).toEqual([]);
});

const CLAIMS = {
  'x-forwarded-for': '203.0.113.7',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'https',
  'x-forwarded-port': '443',
  'x-real-ip': '203.0.113.7',
  forwarded: 'for=203.0.113.7',
};

it('says who asked and by which name, whatever the client has claimed', async () => {
  const api = await serve(sayOk);
  const { url, port } = await openNginx({ api: [api.port] });
  await open(`${url}/trpc/x`, {
    ...CLAIMS,
    host: `localhost:${port}`,
    connection: 'close, x-forwarded-for',
    upgrade: 'websocket',
  });
  const headers = api.seen[0]?.headers ?? {};
  expect(headers).toMatchObject({
    host: `localhost:${port}`,
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': `localhost:${port}`,
    'x-forwarded-proto': 'http',
    'x-real-ip': '127.0.0.1',
  });
  expect(JSON.stringify(headers)).not.toMatch(
    /203\.0\.113|evil|https|"forwarded"|x-forwarded-port|"connection":"close|upgrade/,
  );
});

it('believes the proxy before it that servers/outer-proxy.conf names', async () => {
  const api = await serve(sayOk);
  const outerProxy = `
    set_real_ip_from 127.0.0.1;
    real_ip_header X-Forwarded-For;
    geo $realip_remote_addr $is_outer_proxy { default 0; 127.0.0.1 1; }`;
  const { url } = await openNginx({ api: [api.port], outerProxy });
  await open(`${url}/trpc/x`, { ...CLAIMS, host: 'shop.example' });
  expect(api.seen[0]?.headers).toMatchObject({
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-host': 'shop.example',
    'x-forwarded-proto': 'https',
    'x-real-ip': '203.0.113.7',
  });
});

it('lets the heads pass that Node takes and the web app sends', async () => {
  const cookie = `session=${'x'.repeat(12_000)}`;
  const web = await serve((_request, response) => {
    response.setHeader('set-cookie', [cookie]).end('ok');
  });
  const { url } = await openNginx({ web: [web.port] });
  const { answer } = await open(url, { cookie });
  expect(web.seen[0]?.headers.cookie).toBe(cookie);
  expect(answer.headers['set-cookie']).toEqual([cookie]);
});

it('passes the caller’s id of the request on, or makes one, and logs neither the query nor the address', async () => {
  const api = await serve(sayOk);
  const nginx = await openNginx({ api: [api.port] });
  const given = 'given-by-the-caller';
  const named = await open(`${nginx.url}/trpc/orders.get?input=secret`, { 'x-request-id': given });
  const unnamed = await open(`${nginx.url}/trpc/x`, { 'x-request-id': 'not "safe" in a log' });
  const made = unnamed.answer.headers['x-request-id'];
  expect(named.answer.headers['x-request-id']).toBe(given);
  expect(made).toMatch(/^[0-9a-f]{32}$/);
  expect(api.seen.map(({ headers }) => headers['x-request-id'])).toEqual([given, made]);
  await expect
    .poll(() => nginx.readAccessLog())
    .toMatchObject([
      { requestId: given, path: '/trpc/orders.get', status: 200, upstream: `127.0.0.1:${api.port}` },
      { requestId: made, path: '/trpc/x', upstreamStatus: '200' },
    ]);
  expect(JSON.stringify(await nginx.readAccessLog())).not.toMatch(/secret|"127\.0\.0\.1"/);
});

it('packs JSON and leaves event streams alone', async () => {
  const list = JSON.stringify(Array.from({ length: 500 }, (_, id) => ({ id })));
  const api = await serve((request, response) => {
    const isStream = request.url === '/trpc/orders.events';
    response.setHeader('content-type', isStream ? 'text/event-stream' : 'application/json').end(list);
  });
  const { url } = await openNginx({ api: [api.port] });
  const packed = await open(`${url}/trpc/catalog.list`, { 'accept-encoding': 'gzip, br' });
  expect(packed.answer.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
  const chunks = (await packed.answer.toArray()) as Buffer[];
  expect(gunzipSync(Buffer.concat(chunks)).toString()).toBe(list);
  const stream = await open(`${url}/trpc/orders.events`, { 'accept-encoding': 'gzip, br' });
  expect(stream.answer.headers['content-encoding']).toBeUndefined();
  expect(await text(stream.answer)).toBe(list);
});

it('takes bodies as large as the API does, and refuses larger ones in its words', async () => {
  const api = await serve(async (request, response) => response.end(String((await text(request)).length)));
  const { url } = await openNginx({ api: [api.port] });
  const refusalAbove = async (address: string, limit: number) => {
    const taken = await post(url + address, 'x'.repeat(limit));
    expect(taken).toMatchObject({ status: 200, text: String(limit) });
    return post(url + address, 'x'.repeat(limit + 1));
  };
  expect((await refusalAbove('/webhooks/payments/test', 64 * 1_024)).status).toBe(413);
  const refused = await refusalAbove('/trpc/x', 100 * 1_024);
  expect(refused.status).toBe(413);
  expect(JSON.parse(refused.text)).toEqual({
    error: {
      message: 'The request is too large.',
      code: -32013,
      data: {
        code: 'PAYLOAD_TOO_LARGE',
        httpStatus: 413,
        requestId: refused.headers.get('x-request-id'),
        issues: [],
      },
    },
  });
});

it('cuts off who does not finish the head or the body of a request', async () => {
  const api = await serve(sayOk);
  const { port } = await openNginx({ api: [api.port] });
  const beginnings = [
    'GET /trpc/x HTTP/1.1\r\nhost: x\r\n',
    'POST /trpc/x HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nfour',
  ];
  const closed = beginnings.map(async (beginning) => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.resume().write(beginning);
    await new Promise((resolve) => socket.once('close', resolve));
  });
  await Promise.all(closed);
  expect(api.seen).toEqual([]);
}, 30_000);

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
  const { url } = await openNginx({ api: [api.port] });
  const { answer } = await open(`${url}/trpc/orders.events`);
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

const openStream: Listener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 0\n\n');
};

it('tells upstream that a client has gone', async () => {
  const gone = Promise.withResolvers<void>();
  const api = await serve((request, response) => {
    openStream(request, response);
    response.once('close', gone.resolve);
  });
  const { url } = await openNginx({ api: [api.port] });
  const { outgoing, answer } = await open(`${url}/trpc/orders.events`);
  answer.on('error', () => {});
  outgoing.destroy();
  await gone.promise;
});

it('tells a client that the sender of its answer has died', async () => {
  const api = await serve(openStream);
  const { url } = await openNginx({ api: [api.port] });
  const { answer } = await open(`${url}/trpc/orders.events`);
  await once(answer, 'data');
  const failed = once(answer, 'error');
  api.kill();
  expect(String(await failed)).toContain('aborted');
});

it('gives pieces of a page on as they come, packed as well', async () => {
  const more = Promise.withResolvers<void>();
  const web = await serve(async (_request, response) => {
    response.setHeader('content-type', 'text/html').write('<p>first</p>');
    await more.promise;
    response.end('<p>second</p>');
  });
  const { url } = await openNginx({ web: [web.port] });
  const answer = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect(await reader?.read()).toMatchObject({ value: '<p>first</p>' });
  more.resolve();
  expect(await reader?.read()).toMatchObject({ value: '<p>second</p>' });
});

it('shows a page that asks again, in the language of the path, while the web app is away', async () => {
  const { url } = await openNginx({});
  const accept = 'text/html,application/xhtml+xml';
  const english = await fetch(`${url}/`, { headers: { accept } });
  expect(english.status).toBe(503);
  expect(Number(english.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(english.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await english.text()).toMatch(/<html lang="en" dir="ltr">[^]*http-equiv="refresh"/);
  const hebrew = await fetch(`${url}/he/cart`, { headers: { accept } });
  expect(await hebrew.text()).toContain('lang="he" dir="rtl"');
  const other = await fetch(`${url}/_next/x.js`, { headers: { accept: '*/*' } });
  expect(other.status).toBe(503);
  expect(other.headers.get('content-type')).toContain('text/plain');
});

it('answers for an API that is away in its own envelope', async () => {
  const { url } = await openNginx({});
  const answer = await post(`${url}/trpc/orders.place`, '{}');
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(JSON.parse(answer.text)).toEqual({
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

/** One that breaks the connection of each request that it is sent, beside one that answers. */
async function openBroken() {
  const broken = await serve((request) => void request.socket.destroy());
  const bodies: string[] = [];
  const well = await serve(async (request, response) => {
    bodies.push(await text(request));
    response.end('ok');
  });
  return { broken, well, bodies };
}

it('asks another process when a connection breaks before an answer to a GET', async () => {
  const { broken, well } = await openBroken();
  const { url } = await openNginx({ api: [broken.port, well.port] });
  const statuses = [];
  for (let count = 0; count < 10; count += 1) statuses.push((await fetch(`${url}/trpc/x`)).status);
  expect(statuses).toEqual(Array(10).fill(200));
  expect(broken.seen.length).toBeGreaterThan(0);
});

it('never sends a POST twice that was sent once: its client is told instead', async () => {
  const { broken, well, bodies } = await openBroken();
  const { url } = await openNginx({ api: [broken.port, well.port] });
  const statuses = [];
  for (let count = 0; count < 10; count += 1) statuses.push((await post(`${url}/trpc/x`, `${count}`)).status);
  expect(broken.seen.length).toBeGreaterThan(0);
  expect(broken.seen.length + well.seen.length).toBe(10);
  expect(statuses.filter((status) => status === 503)).toHaveLength(broken.seen.length);
  expect(new Set(bodies).size).toBe(well.seen.length);
});

it('sends a POST that was refused to another process, whole and once', async () => {
  const { well, bodies } = await openBroken();
  const { url } = await openNginx({ api: [await findFreePort(), well.port] });
  const sent = Array.from({ length: 10 }, (_, count) => `${count}`.repeat(9_000));
  for (const body of sent)
    expect(await post(`${url}/trpc/orders.place`, body)).toMatchObject({ status: 200 });
  expect(bodies).toEqual(sent);
});

it('uses one connection for requests that follow each other, and closes it itself when it is idle', async () => {
  // Node would keep it for a minute.
  const upstream = createServer({ keepAliveTimeout: 60_000 }, sayOk).listen(0, '127.0.0.1');
  onTestFinished(() => void upstream.close());
  // Told by the other side: what Node closes ends without it.
  const closedByNginx = Promise.withResolvers<void>();
  let connections = 0;
  upstream.on('connection', (socket) => {
    connections += 1;
    socket.once('end', closedByNginx.resolve);
  });
  await once(upstream, 'listening');
  const { port } = await openNginx({ api: [(upstream.address() as AddressInfo).port] });
  const ask = async (agent: Agent) => {
    const outgoing = httpRequest({ port, host: '127.0.0.1', path: '/trpc/x', agent }).end();
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    await text(answer);
  };
  // One connection of the client, so that one process of nginx does it all.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  for (let count = 0; count < 3; count += 1) await ask(agent);
  expect(connections).toBe(1);
  await closedByNginx.promise;
});

it('accepts its own server files, as they are deployed', async (context) => {
  const { file, env } = await findNginx();
  const { stderr: words } = spawnSync(file, ['-v'], { env: { ...process.env, ...env }, encoding: 'utf8' });
  const version = words.match(/\d+\.\d+\.\d+/)?.[0] ?? '';
  const isOld = version.localeCompare('1.27.3', 'en', { numeric: true }) < 0;
  context.skip(isOld, `nginx ${version} cannot ask DNS for a server again: that came with 1.27.3`);
  const prefix = await temporaryFolder();
  await mkdir(path.join(prefix, 'run'));
  const args = ['-t', '-p', prefix, '-c', path.join(REPOSITORY, 'deploy/nginx/nginx.conf'), '-e', 'stderr'];
  const { status, stderr } = spawnSync(file, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    // It opens /dev/stdout for its log, which cannot be done when that is a socket, as Node's pipes are.
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  expect(status, stderr).toBe(0);
});
