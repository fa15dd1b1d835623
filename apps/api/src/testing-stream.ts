/** One event of a stream; a line that was not sent is an empty string. */
export type StreamEvent = { event: string; id: string; data: string };

/** An EventSource for tests: takes headers, and gives one event after the other. */
export class TestStream {
  readonly response: Response;
  readonly #events: AsyncGenerator<StreamEvent>;
  readonly #abort: AbortController;

  static async open(url: string, headers: Record<string, string> = {}): Promise<TestStream> {
    const abort = new AbortController();
    const response = await fetch(url, {
      headers: { accept: 'text/event-stream', ...headers },
      signal: abort.signal,
    });
    return new TestStream(response, abort);
  }

  private constructor(response: Response, abort: AbortController) {
    this.response = response;
    this.#abort = abort;
    this.#events = readEvents(response);
  }

  /** The next event with data; null when the stream has ended. tRPC's own events are passed over. */
  async next(): Promise<StreamEvent | null> {
    for (;;) {
      const { value, done } = await this.#events.next();
      if (done) return null;
      if (value.event !== 'connected' && value.event !== 'ping') return value;
    }
  }

  close(): void {
    this.#abort.abort();
  }
}

async function* readEvents(response: Response): AsyncGenerator<StreamEvent> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      if (block.trim() !== '') yield toEvent(block);
    }
  }
}

function toEvent(block: string): StreamEvent {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
  return { event: field('event'), id: field('id'), data: field('data') };
}
