import { BoundSocket } from 'node:net';

/** Where the kernel spreads connections over all sockets of a port. Elsewhere the processes share one socket. */
const SPREADS = process.platform === 'linux';
const SHARED = 'shared';

/**
 * The sockets of one port, bound here and handed on to the processes that accept from them. A connection that waits
 * in a socket's queue is lost when the last holder of the socket closes it. We hold it as well, so a process can be
 * replaced without losing any: its successor accepts from the same queue.
 */
export class PortSockets {
  readonly #address: { host: string; port: number };
  readonly #sockets = new Map<string, BoundSocket>();

  constructor(address: { host: string; port: number }) {
    this.#address = address;
  }

  /** The file descriptor of the socket that is this process's, and its successor's. */
  take(name: string): number {
    const key = SPREADS ? name : SHARED;
    const socket = this.#sockets.get(key) ?? new BoundSocket({ ...this.#address, reusePort: SPREADS });
    this.#sockets.set(key, socket);
    return socket.fd();
  }

  /** Lets go of a dead process's socket, so that no more connections are led to where nobody accepts them. */
  giveBack(name: string): void {
    if (!SPREADS) return;
    this.#sockets.get(name)?.close();
    this.#sockets.delete(name);
  }
}
