import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { createPrisma } from '@holdfast/db/prisma';
import { expect, inject, test } from 'vitest';
import { openTestApi } from './testing.ts';

const get = (path: string): string =>
  `GET /trpc/${path} HTTP/1.1\r\nhost: x\r\nconnection: keep-alive\r\n\r\n`;

test.each([
  ['is let go as soon as it is idle', ''],
  ['is still served what slips in', get('catalog.nothing')],
])('a connection that is kept open %s', async (_name, slippedIn) => {
  const api = await openTestApi(inject('stack'));
  const blocker = createPrisma(api.shop.databaseUrl, { poolSize: 1, applicationName: 'blocker' });
  const [locked, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const lock = blocker.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE cart IN ACCESS EXCLUSIVE MODE`;
    locked.resolve();
    await release.promise;
  });
  await locked.promise;

  const address = new URL(api.url);
  const socket = connect(Number(address.port), address.hostname).setEncoding('utf8');
  let received = '';
  socket.on('data', (text) => (received += text));
  socket.write(get(`cart.get?input=${encodeURIComponent(JSON.stringify({ cartId: 'a'.repeat(22) }))}`));
  await expect
    .poll(
      () => api.shop.db.primary.$queryRaw`
        SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      { timeout: 5_000 },
    )
    .toHaveLength(1);
  const drained = api.server.drain();
  await expect.poll(() => api.server.app.server.listening).toBe(false);
  socket.write(slippedIn);

  const released = performance.now();
  release.resolve();
  await lock;
  await Promise.all([drained, once(socket, 'close')]);
  expect(performance.now() - released).toBeLessThan(3_000);
  const answers = received.match(/HTTP\/1\.1 \d+/g);
  expect(answers).toEqual(slippedIn ? ['HTTP/1.1 404', 'HTTP/1.1 404'] : ['HTTP/1.1 404']);
  await blocker.$disconnect();
  await api.close();
});

test('who asks on an open connection within the grace is answered, and told to close it', async () => {
  const api = await openTestApi(inject('stack'), { idleGraceMs: 60_000 });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = async () => {
    const request = httpRequest(`${api.url}/health/live`, { agent }).end();
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    await answer.resume().toArray();
    const { connection, 'keep-alive': keepAlive } = answer.headers;
    return { connection, keepAlive, reused: request.reusedSocket };
  };
  // Less than the 5 s for which a draining process of ours waits for idle connections.
  expect(await ask()).toEqual({ connection: 'keep-alive', keepAlive: 'timeout=4', reused: false });

  const drained = api.server.drain();
  await expect.poll(() => api.server.app.server.listening).toBe(false);
  expect(await ask()).toMatchObject({ connection: 'close', reused: true });
  // Nothing is open any more, so nobody is waited for.
  await drained;
  await api.close();
});

test.each([
  ['any more', 'GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['at all', ''],
])('a connection on which nothing is asked %s is closed when the grace is over', async (_name, asked) => {
  const api = await openTestApi(inject('stack'), { idleGraceMs: 100 });
  const address = new URL(api.url);
  const socket = connect(Number(address.port), address.hostname).resume();
  await once(api.server.app.server, 'connection');
  if (asked) {
    socket.write(asked);
    await once(socket, 'data');
  }
  const begun = performance.now();
  await Promise.all([once(socket, 'close'), api.server.drain()]);
  // Where it is not, all connections are cut after 10 s.
  expect(performance.now() - begun).toBeLessThan(9_000);
  await api.close();
});
