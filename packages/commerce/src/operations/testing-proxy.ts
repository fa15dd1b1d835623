import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type CuttableServer = {
  url: string;
  cut(): Promise<void>;
  restore(): Promise<void>;
  /** The connections of this moment stand and never carry a byte again; new ones work. */
  freeze(): void;
};

/** Stands before a server, so that a test can take it away and bring it back. */
export async function standBefore(url: string): Promise<CuttableServer> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the proxy has no port');
  const own = new URL(url);
  own.hostname = '127.0.0.1';
  own.port = String(address.port);
  return {
    url: own.href,
    cut: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    freeze: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    restore: async () => {
      server.listen(address.port, '127.0.0.1');
      await once(server, 'listening');
    },
  };
}
