import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { FREE, Lane, type Traffic } from './lane.ts';

type Connection = { client: Socket; upstream: Socket; lanes: Lane[] };

/** A TCP proxy before one server on the loopback, which can make the way there slow, silent or broken. */
export class Proxy {
  readonly #targetPort: number;
  readonly #connections = new Set<Connection>();
  readonly #server: Server;
  #traffic = FREE;
  #port = 0;

  private constructor(targetPort: number) {
    this.#targetPort = targetPort;
    // Who has sent its last byte may still read: an end is handed on as a byte is.
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  }

  static async before(targetPort: number): Promise<Proxy> {
    const proxy = new Proxy(targetPort);
    await proxy.#listen();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** Holds for the connections of now and those to come. */
  setTraffic(traffic: Partial<Traffic>): void {
    this.#traffic = { ...FREE, ...traffic };
    for (const { lanes } of this.#connections) for (const lane of lanes) lane.change(this.#traffic);
  }

  /** Breaks all connections of now. New ones are taken. @returns how many there were */
  breakAll(): number {
    const { size } = this.#connections;
    for (const { client, upstream } of this.#connections) {
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    }
    return size;
  }

  /** Breaks all connections and takes no new ones, as where nobody listens, until `admit`. */
  async refuse(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.breakAll();
    await closed;
  }

  /** Takes connections again after `refuse`. */
  async admit(): Promise<void> {
    await this.#listen();
  }

  /** Ends it for good. */
  async close(): Promise<void> {
    if (this.#server.listening) await this.refuse();
  }

  async #listen(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  #accept(client: Socket): void {
    const upstream = connect({ port: this.#targetPort, host: '127.0.0.1', allowHalfOpen: true });
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    const [up, down] = [new Lane(this.#traffic), new Lane(this.#traffic)];
    const connection = { client, upstream, lanes: [up, down] };
    this.#connections.add(connection);
    // What broke on one side is broken on the other by the pipelines themselves.
    pipeline(client, up, upstream, () => {});
    pipeline(upstream, down, client, () => {});
    client.once('close', () => this.#connections.delete(connection));
  }
}
