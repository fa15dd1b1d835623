import pg from 'pg';

/**
 * `outbox`: there is something to relay. `order_event`: payload is the ids of orders that have new events.
 */
export type SignalChannel = 'outbox' | 'order_event';

/** Called with the ids that were signalled, or with null when signals may have been missed. */
type Listener = (ids: string[] | null) => void;

const MAX_PAYLOAD_BYTES = 7_800;
const RECONNECT_MS = 500;

/**
 * Wakes other processes through PostgreSQL's NOTIFY. Signals are economy, never truth: every listener also
 * polls. They are sent after the commit, coalesced, on a connection of their own, because a NOTIFY inside a
 * transaction takes a lock across the whole database at commit.
 */
export class Signals {
  readonly #url: string;
  readonly #onInterruption: (error: unknown) => void;
  readonly #pending = new Map<SignalChannel, Set<string>>();
  readonly #listeners = new Map<SignalChannel, Set<Listener>>();
  #client: pg.Client | undefined;
  #connecting: Promise<pg.Client> | undefined;
  #flushing = false;
  #closed = false;

  constructor(databaseUrl: string, onInterruption: (error: unknown) => void) {
    this.#url = databaseUrl;
    this.#onInterruption = onInterruption;
  }

  /** Call it after the commit. Never throws and never waits: losing a signal costs a poll interval. */
  send(channel: SignalChannel, id = ''): void {
    const ids = this.#pending.get(channel) ?? new Set();
    this.#pending.set(channel, ids.add(id));
    if (!this.#flushing) void this.#flush();
  }

  /** Starts listening; keeps listening over reconnects until the returned function is called. */
  async listen(channel: SignalChannel, listener: Listener): Promise<() => void> {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    await this.#connected()
      .then((client) => client.query(`LISTEN ${channel}`))
      .catch((error) => this.#lost(error));
    return () => listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client?.end().catch(() => {});
  }

  async #flush(): Promise<void> {
    this.#flushing = true;
    try {
      // One turn of the event loop: what commits together is told together.
      await new Promise((resolve) => setImmediate(resolve));
      while (this.#pending.size > 0) {
        const batch = [...this.#pending];
        this.#pending.clear();
        const client = await this.#connected();
        for (const [channel, ids] of batch) {
          for (const payload of payloads(ids)) {
            await client.query('SELECT pg_notify($1, $2)', [channel, payload]);
          }
        }
      }
    } catch (error) {
      this.#lost(error);
    } finally {
      this.#flushing = false;
    }
  }

  #connected(): Promise<pg.Client> {
    this.#connecting ??= this.#connect().catch((error) => {
      this.#connecting = undefined;
      throw error;
    });
    return this.#connecting;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'holdfast-signals',
      connectionTimeoutMillis: 2_000,
      query_timeout: 5_000,
      keepAlive: true,
    });
    client.on('notification', ({ channel, payload }) => {
      const ids = payload ? payload.split(',') : [];
      for (const listener of this.#listeners.get(channel as SignalChannel) ?? []) listener(ids);
    });
    client.on('error', (error) => this.#lost(error));
    client.on('end', () => this.#lost(new Error('the connection for signals ended')));
    await client.connect();
    for (const channel of this.#listeners.keys()) await client.query(`LISTEN ${channel}`);
    this.#client = client;
    return client;
  }

  #lost(error: unknown): void {
    if (this.#closed) return;
    const client = this.#client;
    if (!client && this.#connecting) return;
    this.#client = undefined;
    this.#connecting = undefined;
    client?.removeAllListeners('end');
    client?.end().catch(() => {});
    this.#onInterruption(error);
    if (this.#listeners.size > 0) setTimeout(() => void this.#relisten(), RECONNECT_MS).unref();
  }

  async #relisten(): Promise<void> {
    if (this.#closed) return;
    try {
      await this.#connected();
      for (const listeners of this.#listeners.values()) for (const listener of listeners) listener(null);
    } catch {
      setTimeout(() => void this.#relisten(), RECONNECT_MS).unref();
    }
  }
}

/** Ids joined by commas, in pieces that NOTIFY takes (8,000 bytes at most). */
function payloads(ids: Set<string>): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const id of ids) {
    if (piece && piece.length + id.length + 1 > MAX_PAYLOAD_BYTES) {
      pieces.push(piece);
      piece = '';
    }
    piece = piece ? `${piece},${id}` : id;
  }
  return [...pieces, piece];
}
