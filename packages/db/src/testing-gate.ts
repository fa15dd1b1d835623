import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type Gate = {
  url: string;
  /** As a server hangs: connections are accepted, and nobody answers them. */
  hang(what: 'new' | 'all'): void;
  /** As a server that is not there: its connections end, and new ones are refused. */
  cut(): Promise<void>;
  restore(): Promise<void>;
  close(): void;
};

/** Stands before a server. Several before the same one are several servers to whoever uses them. */
export async function openGate(url: string): Promise<Gate> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  };
  let open = true;
  const server = createServer((socket) => {
    keep(socket);
    if (!open) return;
    const behind = connect(Number(port), hostname);
    keep(behind);
    socket.on('close', () => behind.destroy());
    behind.on('close', () => socket.destroy());
    socket.pipe(behind).pipe(socket);
  });
  const listen = async (at: number) => {
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const own = (server.address() as AddressInfo).port;
  const end = () => {
    for (const socket of sockets) socket.destroy();
    return server.close();
  };
  return {
    url: Object.assign(new URL(url), { host: `127.0.0.1:${own}` }).href,
    hang: (what) => {
      open = false;
      if (what === 'all') for (const socket of sockets) socket.unpipe().pause();
    },
    cut: async () => {
      await once(end(), 'close');
    },
    restore: () => listen(own),
    close: end,
  };
}
