import { setTimeout as pause } from 'node:timers/promises';
import type { Signals } from '@holdfast/db/signals';

export type OrderEventFeed = {
  /** Ends with the next signal that the order has news, at the latest after `ms`; rejects when aborted. */
  news(orderId: string, ms: number, signal: AbortSignal): Promise<void>;
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
    news: async (orderId, ms, signal) => {
      const woken = new AbortController();
      const follower = () => woken.abort();
      const others = followers.get(orderId) ?? new Set();
      followers.set(orderId, others.add(follower));
      try {
        await pause(ms, undefined, { signal: AbortSignal.any([signal, woken.signal]) });
      } catch (error) {
        if (signal.aborted) throw error;
      } finally {
        others.delete(follower);
        if (others.size === 0 && followers.get(orderId) === others) followers.delete(orderId);
      }
    },
  };
}
