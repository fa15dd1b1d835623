import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { expect, inject, it, onTestFinished } from 'vitest';
import { greetPostgres } from './greet-postgres.ts';

/** The address of a server that does with a connection what it is told to. */
async function listen(answer: (socket: net.Socket) => void): Promise<string> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    answer(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `postgresql://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/none`;
}

it('a server that takes connections greets, also one who could not sign in', async () => {
  const url = Object.assign(new URL(inject('stack').adminUrl), { username: 'nobody', password: '' });
  await greetPostgres(url.href, 1_000);
});

it('a server that takes a connection and says nothing does not greet', async () => {
  await expect(greetPostgres(await listen(() => {}), 100)).rejects.toThrow('timeout');
});

it('a server that hangs up does not greet', async () => {
  await expect(greetPostgres(await listen((socket) => socket.end()), 1_000)).rejects.toThrow('terminated');
});

it('where nobody listens nobody greets', async () => {
  await expect(greetPostgres('postgresql://127.0.0.1:1/none', 1_000)).rejects.toThrow('ECONNREFUSED');
});
