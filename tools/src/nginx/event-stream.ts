/** What has come of an event stream so far. */
export type EventStream = {
  /** When its first byte came, in ms since it was asked for. */
  firstByteMs: Promise<number>;
  /** Types of the order's events, oldest first. */
  types: string[];
  pings(): number;
  isOpen(): boolean;
  /** Leaves, as a browser does whose page is closed. */
  leave(): void;
};

/** Follows an order over plain HTTP. */
export async function followOrder(url: string, order: object): Promise<EventStream> {
  const input = encodeURIComponent(JSON.stringify(order));
  const leaving = new AbortController();
  const sent = performance.now();
  const response = await fetch(`${url}/trpc/orders.events?input=${input}`, {
    headers: { accept: 'text/event-stream' },
    signal: leaving.signal,
  });
  const firstByte = Promise.withResolvers<number>();
  const stream = { types: [] as string[], pings: 0, isOpen: true };
  const read = async () => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      firstByte.resolve(performance.now() - sent);
      stream.pings += chunk.match(/^event: ping$/gm)?.length ?? 0;
      stream.types.push(
        ...Array.from(chunk.matchAll(/"seq":\d+,"type":"([\w.]+)"/g), ([, type = '']) => type),
      );
    }
  };
  void read()
    .catch(() => {})
    .finally(() => (stream.isOpen = false));
  return {
    firstByteMs: firstByte.promise,
    types: stream.types,
    pings: () => stream.pings,
    isOpen: () => stream.isOpen,
    leave: () => leaving.abort(),
  };
}
