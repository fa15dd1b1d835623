import { afterEach, beforeEach, expect, it, vi } from 'vitest';

/** The browser's side of a stream, opened as soon as it is asked for. */
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static opened: Stream[] = [];
  readyState = 0;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
    Stream.opened.push(this);
    setTimeout(() => {
      if (this.readyState === Stream.CLOSED) return;
      this.readyState = 1;
      this.dispatchEvent(new Event('open'));
      this.dispatchEvent(new MessageEvent('connected', { data: '{}' }));
    });
  }
  close(): void {
    this.readyState = Stream.CLOSED;
  }
  tell(seq: number): void {
    const data = JSON.stringify({ seq, type: 'placed', at: '2026-01-01T00:00:00.000Z' });
    this.dispatchEvent(new MessageEvent('message', { data, lastEventId: String(seq) }));
  }
  /** As a server that goes does. */
  end(): void {
    this.dispatchEvent(new MessageEvent('return', { data: '' }));
  }
}

const KEY = { number: 'HF-1', accessToken: 'token' };
let page: EventTarget;
let seen: number[];
let connection: string | undefined;
let stop: () => void;

beforeEach(async () => {
  vi.useFakeTimers();
  page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  vi.stubGlobal('EventSource', Stream);
  Stream.opened = [];
  seen = [];
  const { followEvents } = await import('./follow-events.ts');
  stop = followEvents(KEY, 1, {
    onEvent: ({ seq }) => seen.push(seq),
    onConnection: (now) => {
      connection = now;
    },
  });
  await vi.advanceTimersByTimeAsync(10);
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('opens one stream anew when the network has come back, and no more after it', async () => {
  page.dispatchEvent(new Event('offline'));
  expect(connection).toBe('lost');
  page.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(120_000);
  expect(Stream.opened).toHaveLength(2);
  expect(Stream.opened[0]?.readyState).toBe(Stream.CLOSED);
  expect(connection).toBe('live');
});

it('goes on after the last event that it has seen when a server ends its stream, and tells each event once', async () => {
  Stream.opened[0]?.tell(2);
  await vi.advanceTimersByTimeAsync(10);
  Stream.opened[0]?.end();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(Stream.opened).toHaveLength(2);
  Stream.opened[1]?.tell(2);
  Stream.opened[1]?.tell(3);
  await vi.advanceTimersByTimeAsync(10);
  expect(seen).toEqual([2, 3]);
  expect(decodeURIComponent(Stream.opened[1]?.url ?? '')).toContain('"lastEventId":2');
});

it('opens nothing after it was stopped', async () => {
  stop();
  page.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(120_000);
  expect(Stream.opened).toHaveLength(1);
});
