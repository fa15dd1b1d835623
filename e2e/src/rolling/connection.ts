import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** One connection to the API that is kept open, as a service or a proxy keeps it. What fails on it is not tried again. */
export class Connection {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  query<T>(procedure: string, input: unknown): Promise<T> {
    return this.#ask<T>(`${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`);
  }

  mutate<T>(procedure: string, input: unknown): Promise<T> {
    return this.#ask<T>(procedure, JSON.stringify(input));
  }

  close(): void {
    this.#agent.destroy();
  }

  /** @throws Error when no answer came, or another one than success. */
  async #ask<T>(path: string, body?: string): Promise<T> {
    const { status, answer } = await this.#send(path, body);
    if (status !== 200) throw new Error(`${path.split('?')[0]} was answered with ${status}: ${answer}`);
    return (JSON.parse(answer) as { result: { data: T } }).result.data;
  }

  async #send(
    path: string,
    body: string | undefined,
  ): Promise<{ status: number | undefined; answer: string }> {
    const outgoing = httpRequest(`${this.#url}/trpc/${path}`, {
      agent: this.#agent,
      method: body === undefined ? 'GET' : 'POST',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
    });
    outgoing.end(body);
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    return { status: incoming.statusCode, answer: await text(incoming) };
  }
}
