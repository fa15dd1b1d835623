import type { OrderEvent } from '@holdfast/shared/contracts/orders';
import { errorCode } from '../../api/errors.ts';
import { streams } from '../../api/streams.ts';

export type OrderKey = { number: string; accessToken: string | undefined };

/** `lost`: it was connected or should be, and tries again by itself. */
export type Connection = 'connecting' | 'live' | 'lost';

type Listener = {
  onEvent: (event: OrderEvent) => void;
  onConnection: (connection: Connection) => void;
};

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Follows an order from the event after `after` on, across lost connections and servers that go: each event comes
 * once. Returns how to stop.
 */
export function followEvents(key: OrderKey, after: number, { onEvent, onConnection }: Listener): () => void {
  let seen = after;
  let wait = FIRST_WAIT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let subscription: { unsubscribe: () => void } | undefined;

  const disconnect = () => {
    clearTimeout(timer);
    const ended = subscription;
    subscription = undefined;
    ended?.unsubscribe();
  };
  const connect = () => {
    disconnect();
    const started = streams.orders.events.subscribe(
      { ...key, lastEventId: seen },
      {
        onData: ({ data }) => {
          if (data.seq <= seen) return;
          seen = data.seq;
          onEvent(data);
        },
        onConnectionStateChange: ({ state, error }) => {
          if (state === 'pending') {
            wait = FIRST_WAIT_MS;
            onConnection('live');
          } else if (state === 'connecting' && error) onConnection('lost');
        },
        // A server that goes ends its streams in good order. What we end ourselves completes too.
        onComplete: () => started === subscription && connectLater(),
        onError: (error) => {
          if (errorCode(error) === 'NOT_FOUND') onConnection('lost');
          else connectLater();
        },
      },
    );
    subscription = started;
  };
  const connectLater = () => {
    onConnection('lost');
    clearTimeout(timer);
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  };
  const onOffline = () => onConnection('lost');

  connect();
  addEventListener('online', connect);
  addEventListener('offline', onOffline);
  return () => {
    disconnect();
    removeEventListener('online', connect);
    removeEventListener('offline', onOffline);
  };
}
