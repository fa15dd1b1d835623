import { Agent, type ClientRequestArgs } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { callbackify } from 'node:util';
import type { Logger } from '@holdfast/commerce/infra/log';

/** How long a part may take to come back before its absence is told. */
const PATIENCE_MS = 2_000;
const ASK_AGAIN_MS = 50;
/** Less than the 5 s for which an API process that drains still listens to connections on which nothing is asked. */
const IDLE_MS = 4_000;

type Server = { host: string; port: number };

function connectOnce(server: Server): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...server, noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/**
 * Keeps connections to one server open, and while that server refuses new ones, as a part does that is being
 * restarted, tries again for 2 s. A request waits that long before anything of it is sent, so this is safe for
 * all methods. In a longer outage nobody waits any more.
 */
export class PatientAgent extends Agent {
  readonly server: Server;
  readonly #log: Logger;
  #refusedSince: number | undefined;

  constructor(server: Server, log: Logger) {
    super({ keepAlive: true, timeout: IDLE_MS });
    this.server = server;
    this.#log = log;
  }

  override createConnection(
    _options: ClientRequestArgs,
    callback: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    callbackify(() => this.#connect())(callback);
  }

  async #connect(): Promise<Socket> {
    for (;;) {
      try {
        const socket = await connectOnce(this.server);
        this.#noteAccepted();
        return socket;
      } catch (error) {
        if (this.#noteRefused() > PATIENCE_MS) throw error;
        await delay(ASK_AGAIN_MS);
      }
    }
  }

  /** Gives how long the server has refused by now, in ms. */
  #noteRefused(): number {
    if (this.#refusedSince === undefined) {
      this.#log.warn(this.server, 'a part refuses connections');
      this.#refusedSince = performance.now();
    }
    return performance.now() - this.#refusedSince;
  }

  #noteAccepted(): void {
    if (this.#refusedSince === undefined) return;
    const awayMs = Math.round(performance.now() - this.#refusedSince);
    this.#log.info({ ...this.server, awayMs }, 'a part accepts connections again');
    this.#refusedSince = undefined;
  }
}
