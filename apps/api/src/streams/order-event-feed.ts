import type { Signals } from '@holdfast/db/signals';

export type OrderEventFeed = {
  /** Ends with the next signal that the order has news, after `ms`, or when `ending` is aborted. */
  news(orderId: string, ms: number, ending: AbortSignal): Promise<void>;
  close(): void;
};

/** Listens once for the whole process and wakes whoever follows an order. */
export async function openOrderEventFeed(signals: Signals): Promise<OrderEventFeed> {
  const followers = new Map<string, Set<() => void>>();
  const wake = (orderId: string): void => {
    for (const follower of followers.get(orderId) ?? []) follower();
  };
  const stop = await signals.listen('order_event', (ids) => {
    for (const orderId of ids ?? [...followers.keys()]) wake(orderId);
  });
  return {
    close: stop,
    news: async (orderId, ms, ending) => {
      if (ending.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const others = followers.get(orderId) ?? new Set();
      followers.set(orderId, others.add(resolve));
      const timer = setTimeout(resolve, ms);
      const onEnding = () => resolve();
      ending.addEventListener('abort', onEnding);
      await promise;
      ending.removeEventListener('abort', onEnding);
      clearTimeout(timer);
      others.delete(resolve);
      if (others.size === 0 && followers.get(orderId) === others) followers.delete(orderId);
    },
  };
}
