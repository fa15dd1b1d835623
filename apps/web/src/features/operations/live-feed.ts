import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { toHistorySample } from '@holdfast/shared/history-sample';
import { replaceEqualDeep } from '@tanstack/react-query';
import { trpc } from '../../api/client.ts';
import { errorCode } from '../../api/errors.ts';
import { streams } from '../../api/streams.ts';
import { HistoryRing } from './history-ring.ts';

/**
 * `connecting`: for the first time, or again after a pause. `paused`: nobody looks. `silent`: the API is connected
 * or was, and says nothing. `refused`: it answers, but gives no figures.
 */
export type Connection =
  | 'connecting'
  | 'live'
  | 'paused'
  | 'silent'
  | 'unreachable'
  | 'refused'
  | 'signedOut'
  | 'forbidden';

export type LiveView = {
  connection: Connection;
  /** Parts that did not change since the last second are the same objects. */
  snapshot: Snapshot | null;
  /** What is shown may no longer be so. */
  isStale: boolean;
  /** How long nothing was heard, in ms, whole seconds. */
  silentMs: number;
};

/** A snapshot comes each second. */
const STALE_MS = 2_500;
const TICK_MS = 500;
/** A connection that says nothing for so long is given up for a new one, which may reach another process. */
const GIVE_UP_MS = 5_000;
const ASK_MS = 3_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 4_000;

/** Follows the operator's figures, second by second, and connects again by itself whatever has died. */
export class LiveFeed {
  readonly ring = new HistoryRing();
  #view: LiveView;
  #heardAt = 0;
  #connectedAt = 0;
  #wait = FIRST_WAIT_MS;
  #lacksHistory = true;
  #askedHistoryAt = 0;
  #subscription: { unsubscribe: () => void } | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #tick: ReturnType<typeof setInterval> | undefined;
  /** Ends with the pause or the page; a new one for each stretch of looking. */
  #looking = new AbortController();
  readonly #listeners = new Set<() => void>();

  /** `initial` is what the server saw when it made the page. */
  constructor(initial: Snapshot | null) {
    this.#view = { connection: 'connecting', snapshot: initial, isStale: false, silentMs: 0 };
    if (initial) this.ring.put(toHistorySample(initial));
  }

  readonly view = (): LiveView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Returns how to stop. */
  start(): () => void {
    this.#heardAt = Date.now();
    const onVisibility = () => (document.hidden ? this.#pause() : this.#resume());
    const onOnline = () => this.#connect();
    document.addEventListener('visibilitychange', onVisibility);
    addEventListener('online', onOnline);
    onVisibility();
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      removeEventListener('online', onOnline);
      this.#pause();
    };
  }

  #resume(): void {
    this.#looking = new AbortController();
    this.#lacksHistory = true;
    this.#tick = setInterval(() => this.#checkSilence(), TICK_MS);
    this.#wait = FIRST_WAIT_MS;
    this.#show('connecting');
    this.#connect();
    this.#loadHistory();
  }

  #pause(): void {
    this.#looking.abort();
    this.#disconnect();
    clearInterval(this.#tick);
    this.#show('paused');
  }

  #disconnect(): void {
    clearTimeout(this.#retry);
    const subscription = this.#subscription;
    this.#subscription = undefined;
    subscription?.unsubscribe();
  }

  #connect(): void {
    this.#disconnect();
    this.#connectedAt = Date.now();
    const subscription = streams.operations.live.subscribe(undefined, {
      onData: (snapshot) => this.#hear(snapshot),
      onError: (error) => this.#explain(errorCode(error)),
      // A server that goes ends its streams in good order; another may be there. What we end ourselves completes too.
      onComplete: () => subscription === this.#subscription && this.#connectLater(),
    });
    this.#subscription = subscription;
  }

  #connectLater(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }

  #hear(snapshot: Snapshot): void {
    this.#heardAt = Date.now();
    this.#wait = FIRST_WAIT_MS;
    this.ring.put(toHistorySample(snapshot));
    this.#show('live', replaceEqualDeep(this.#view.snapshot, snapshot));
  }

  /** A stream that was refused does not say why: another question does. */
  #explain(code: ReturnType<typeof errorCode>): void {
    const { signal } = this.#looking;
    const show = (reason: ReturnType<typeof errorCode>) => {
      if (signal.aborted) return;
      this.#show(CONNECTION[reason] ?? 'refused');
      this.#connectLater();
    };
    if (code === 'OFFLINE') this.#askWhoIAm().then(show, () => show('INTERNAL'));
    else show(code);
  }

  async #askWhoIAm(): Promise<ReturnType<typeof errorCode>> {
    try {
      const signal = AbortSignal.any([this.#looking.signal, AbortSignal.timeout(ASK_MS)]);
      const { role } = await trpc.identity.me.query(undefined, { signal });
      return role === 'operator' ? 'UNAVAILABLE' : 'FORBIDDEN';
    } catch (error) {
      return errorCode(error);
    }
  }

  #checkSilence(): void {
    const now = Date.now();
    const { connection, isStale } = this.#view;
    if (now - this.#heardAt < STALE_MS) {
      if (this.#lacksHistory && now - this.#askedHistoryAt > GIVE_UP_MS) this.#loadHistory();
      return;
    }
    if (!isStale) this.#lacksHistory = true;
    this.#show(connection === 'live' || connection === 'connecting' ? 'silent' : connection);
    if (this.#subscription && now - Math.max(this.#heardAt, this.#connectedAt) > GIVE_UP_MS) this.#connect();
  }

  #show(connection: Connection, snapshot: Snapshot | null = this.#view.snapshot): void {
    const silentMs = connection === 'live' ? 0 : wholeSeconds(Date.now() - this.#heardAt);
    const shown = this.#view;
    const isSame = connection === shown.connection && silentMs === shown.silentMs;
    if (isSame && snapshot === shown.snapshot) return;
    this.#view = { connection, snapshot, silentMs, isStale: !CALM.has(connection) || silentMs > STALE_MS };
    for (const listener of this.#listeners) listener();
  }

  #loadHistory(): void {
    this.#lacksHistory = false;
    this.#askedHistoryAt = Date.now();
    const { signal } = this.#looking;
    trpc.operations.history.query(undefined, { signal }).then(
      ({ samples }) => this.ring.putAll(samples),
      // Asked for again when figures come in.
      () => {
        this.#lacksHistory = true;
      },
    );
  }
}

function wholeSeconds(ms: number): number {
  return Math.max(0, Math.floor(ms / 1_000) * 1_000);
}

const CALM = new Set<Connection>(['connecting', 'live']);

const CONNECTION: Partial<Record<ReturnType<typeof errorCode>, Connection>> = {
  OFFLINE: 'unreachable',
  UNAUTHENTICATED: 'signedOut',
  FORBIDDEN: 'forbidden',
};
