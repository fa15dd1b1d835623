import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** A mail server on a port of its own that answers each command by what the function says. */
export async function openPostOffice(answer: (command: string) => string) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.write('220 post.example\r\n');
    createInterface(socket).on('line', (command) => void socket.write(`${answer(command)}\r\n`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the post office has no address');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
