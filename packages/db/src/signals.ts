import pg from 'pg';

/**
 * `outbox`: there is something to relay. `order_event`: payload is the ids of orders that have new events.
 * `queue_setting`: a queue was paused, resumed or given another concurrency.
 * `cache_invalidation`: public content has changed.
 */
export type SignalChannel = 'outbox' | 'order_event' | 'queue_setting' | 'cache_invalidation';

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
  /** The newest one, from the start of its connecting on. */
  #client: pg.Client | undefined;
  #connection: Promise<pg.Client> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isInterrupted = false;
  #flushing = false;
  #closed = false;

  /** `onInterruption` is told when the connection is lost or cannot be made; once, until it is there again. */
  constructor(databaseUrl: string, onInterruption: (error: unknown) => void) {
    this.#url = databaseUrl;
    this.#onInterruption = onInterruption;
  }

  /** Call it after the commit. Never throws and never waits: losing a signal costs a poll interval. */
  send(channel: SignalChannel, id = ''): void {
    if (this.#closed) return;
    const ids = this.#pending.get(channel) ?? new Set();
    this.#pending.set(channel, ids.add(id));
    if (!this.#flushing) void this.#flush();
  }

  /** Starts listening; keeps listening over reconnects until the returned function is called. */
  async listen(channel: SignalChannel, listener: Listener): Promise<() => void> {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    await this.#run((client) => client.query(`LISTEN ${channel}`));
    return () => listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    // One that is being made is waited for: nothing could end it before.
    const client = await this.#connection?.catch(() => undefined);
    await client?.end().catch(() => {});
  }

  async #flush(): Promise<void> {
    this.#flushing = true;
    // One turn of the event loop: what commits together is told together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#pending.size > 0 && !this.#closed) {
      const batch = [...this.#pending];
      this.#pending.clear();
      await this.#run((client) => notify(client, batch));
    }
    this.#flushing = false;
  }

  /** Does the work on the connection; when that fails the connection is lost and the work is not done again. */
  async #run(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
    const client = await this.#connected().catch(() => undefined);
    if (client) await work(client).catch((error) => this.#lost(client, error));
  }

  #connected(): Promise<pg.Client> {
    this.#connection ??= this.#connect();
    return this.#connection;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'holdfast-signals',
      connectionTimeoutMillis: 2_000,
      query_timeout: 5_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 30_000,
    });
    this.#client = client;
    client.on('notification', ({ channel, payload }) => {
      this.#tell(channel as SignalChannel, payload ? payload.split(',') : []);
    });
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('the connection for signals ended')));
    try {
      await client.connect();
      for (const channel of this.#listeners.keys()) await client.query(`LISTEN ${channel}`);
    } catch (error) {
      this.#lost(client, error);
      throw error;
    }
    this.#recovered();
    return client;
  }

  /** One loss is noticed in several places: the first of them counts. */
  #lost(client: pg.Client, error: unknown): void {
    if (client !== this.#client) return;
    this.#client = undefined;
    this.#connection = undefined;
    client.end().catch(() => {});
    if (this.#closed) return;
    if (!this.#isInterrupted) this.#onInterruption(error);
    this.#isInterrupted = true;
    if (this.#listeners.size > 0) this.#retryLater();
  }

  #retryLater(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#connected().catch(() => {}), RECONNECT_MS).unref();
  }

  #recovered(): void {
    if (!this.#isInterrupted) return;
    this.#isInterrupted = false;
    for (const channel of this.#listeners.keys()) this.#tell(channel, null);
  }

  #tell(channel: SignalChannel, ids: string[] | null): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(ids);
  }
}

/** All of it in one statement, however many channels it is for. */
async function notify(client: pg.Client, batch: [SignalChannel, Set<string>][]): Promise<void> {
  const pieces = batch.flatMap(([channel, ids]) => payloads(ids).map((payload) => ({ channel, payload })));
  await client.query(
    'SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS _ (channel, payload)',
    [pieces.map(({ channel }) => channel), pieces.map(({ payload }) => payload)],
  );
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
