import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';

export type ApiAddress = {
  url: string;
  /** Kept open; more calls than that at once wait for each other. */
  connections: number;
  accessToken?: string;
};

const TOO_MANY = 429;
const LIMITED = 'The shop limits how often one address may ask. Stop it and type: RATE_LIMITS=off npm start';

type Answer = { result: { data: unknown } };

/**
 * The API's procedures by plain HTTP. The client shares the machine with what it measures, so it does no more than it
 * has to: no schemas, no links, one connection for each caller.
 */
export class ApiClient {
  readonly #pool: Pool;
  readonly #headers: Record<string, string>;

  constructor({ url, connections, accessToken }: ApiAddress) {
    this.#pool = new Pool(url, { connections });
    this.#headers = {
      'content-type': 'application/json',
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
    };
  }

  /** @throws Error when the answer is anything but success. */
  query<T>(procedure: string, input: object): Promise<T> {
    const path = `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
    return this.#insist({ method: 'GET', path });
  }

  /** @throws Error when the answer is anything but success. */
  mutate<T>(procedure: string, input: object): Promise<T> {
    return this.#insist({ method: 'POST', path: `/trpc/${procedure}`, body: JSON.stringify(input) });
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /** Asks again when a busy process turns the call away, and when it says, as a good client does. */
  async #insist<T>(request: { method: 'GET' | 'POST'; path: string; body?: string }): Promise<T> {
    for (;;) {
      const { statusCode, headers, body } = await this.#pool.request({ ...request, headers: this.#headers });
      const text = await body.text();
      if (statusCode === 200) return (JSON.parse(text) as Answer).result.data as T;
      if (statusCode === TOO_MANY) throw new Error(LIMITED);
      if (!text.includes('"OVERLOADED"')) throw new Error(`${request.path}: ${statusCode} ${text}`);
      await delay(Number(headers['retry-after']) * 1_000);
    }
  }
}

/** A client for as long as the work lasts. */
export async function withClient<T>(
  address: ApiAddress,
  work: (client: ApiClient) => Promise<T>,
): Promise<T> {
  const client = new ApiClient(address);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}
