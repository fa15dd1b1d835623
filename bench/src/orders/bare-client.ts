import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/**
 * The least that a client can do, so that the bare server is the one that is at its limit: the same bytes over connections
 * that stay open. An answer of so few bytes, written at once, comes in one piece.
 */
export class BareClient {
  readonly #free: Socket[];
  readonly #request: Buffer;

  private constructor(sockets: Socket[], request: Buffer) {
    this.#free = sockets;
    this.#request = request;
  }

  static async open(
    { port, connections }: { port: number; connections: number },
    body: string,
  ): Promise<BareClient> {
    const head = [
      'POST /trpc/orders.place HTTP/1.1',
      `host: 127.0.0.1:${port}`,
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    const sockets = Array.from({ length: connections }, () =>
      connect({ host: '127.0.0.1', port, noDelay: true }),
    );
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    // Its close follows, of which whoever waits is told.
    for (const socket of sockets) socket.on('error', () => {});
    return new BareClient(sockets, Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`));
  }

  /** No more at once than there are connections. @throws Error when the answer is anything but success */
  async ask(): Promise<void> {
    const socket = this.#free.pop();
    if (!socket) throw new Error('Every connection waits for its answer.');
    const answer = (await this.#exchange(socket)).toString();
    if (!answer.startsWith('HTTP/1.1 200 ')) throw new Error(answer);
    this.#free.push(socket);
  }

  #exchange(socket: Socket): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const onClose = () => reject(new Error('The bare server has closed a connection.'));
      socket.once('close', onClose);
      socket.once('data', (answer) => {
        socket.off('close', onClose);
        resolve(answer);
      });
      socket.write(this.#request);
    });
  }

  close(): void {
    for (const socket of this.#free) socket.destroy();
  }
}
