import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../testing.ts';
import { Proxy } from './proxy.ts';

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** A server on a port of its own, and the proxy before it. */
async function proxied(serve: (socket: Socket) => unknown): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    void serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy = await Proxy.before(portOf(server));
  onTestFinished(async () => {
    await proxy.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return proxy;
}

const echo = (socket: Socket) => socket.pipe(socket);

/** A client's connection and all it has read so far. */
async function open({ port }: Proxy) {
  const socket = connect({ port, host: '127.0.0.1' });
  onTestFinished(() => {
    socket.destroy();
  });
  let received = '';
  socket.on('data', (chunk) => (received += chunk));
  socket.on('error', () => {});
  const closed = new Promise((resolve) => {
    socket.once('close', resolve);
  });
  await once(socket, 'connect');
  return { socket, closed, received: () => received };
}

const hears = (client: { received: () => string }, what: string) =>
  eventually(`"${what}" is heard`, () => client.received() === what);

it('hands on all bytes in their order, and the end of one direction alone', async () => {
  const sent = Buffer.alloc(3_000_000, 'abcdefg');
  const proxy = await proxied(async (socket) => {
    const heard = await text(socket);
    socket.end(heard);
  });
  const client = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
  client.end(sent);
  expect((await text(client)) === sent.toString()).toBe(true);
});

it('holds a sender back whose receiver does not read', async () => {
  const proxy = await proxied((socket) => socket.pause());
  const { socket } = await open(proxy);
  const piece = Buffer.alloc(1024 * 1024);
  let sent = 0;
  // The system's own buffers take some MB of it; without backpressure it would be taken for ever.
  while (socket.write(piece) || (await drains(socket))) {
    sent += piece.length;
    expect(sent).toBeLessThan(64 * piece.length);
  }
});

async function drains(socket: Socket): Promise<boolean> {
  const signal = AbortSignal.timeout(500);
  return once(socket, 'drain', { signal }).then(
    () => true,
    () => false,
  );
}

it('lets each byte take the latency both ways, and many take it at once', async () => {
  const proxy = await proxied(echo);
  proxy.setTraffic({ latencyMs: 150 });
  const client = await open(proxy);
  const begun = performance.now();
  for (const letter of 'abcde') client.socket.write(letter);
  await hears(client, 'abcde');
  expect(performance.now() - begun).toBeGreaterThanOrEqual(299);
  proxy.setTraffic({});
  client.socket.write('f');
  await hears(client, 'abcdef');
});

it('lets no more bytes through than the bandwidth', async () => {
  const proxy = await proxied(echo);
  proxy.setTraffic({ bytesPerSecond: 100_000 });
  const client = await open(proxy);
  const begun = performance.now();
  client.socket.write(Buffer.alloc(50_000, 'x'));
  await eventually('all is heard', () => client.received().length === 50_000);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(499);
});

it('keeps what is sent in a silence, and hands it on after', async () => {
  const proxy = await proxied(echo);
  const before = await open(proxy);
  before.socket.write('a');
  await hears(before, 'a');
  proxy.setTraffic({ silent: true });
  before.socket.write('b');
  const during = await open(proxy);
  during.socket.write('c');
  const untouched = Promise.race([once(before.socket, 'data'), once(during.socket, 'data')]);
  expect(await Promise.race([untouched, once(AbortSignal.timeout(300), 'abort')])).toMatchObject([
    { type: 'abort' },
  ]);
  proxy.setTraffic({});
  await hears(before, 'ab');
  await hears(during, 'c');
});

it('breaks the connections of now, and takes new ones', async () => {
  const proxy = await proxied(echo);
  const before = await open(proxy);
  before.socket.write('a');
  await hears(before, 'a');
  proxy.breakAll();
  await before.closed;
  const after = await open(proxy);
  after.socket.write('b');
  await hears(after, 'b');
});

it('refuses connections until it admits them again, on the same port', async () => {
  const proxy = await proxied(echo);
  const before = await open(proxy);
  await proxy.refuse();
  await before.closed;
  await expect(open(proxy)).rejects.toThrow('ECONNREFUSED');
  await proxy.admit();
  const after = await open(proxy);
  after.socket.write('a');
  await hears(after, 'a');
});

it('tells one side when the other breaks', async () => {
  const served = Promise.withResolvers<Socket>();
  const proxy = await proxied(served.resolve);
  const client = await open(proxy);
  (await served.promise).resetAndDestroy();
  await client.closed;
});
