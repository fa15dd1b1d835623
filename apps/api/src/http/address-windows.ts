import { isIPv6 } from 'node:net';
import type { FastifyRateLimitStore } from '@fastify/rate-limit';
import { Address6 } from 'ip-address';
import { LRUCache } from 'lru-cache';

const WINDOW_MS = 60_000;
const MOST_ADDRESSES = 5_000;
/** Who has an IPv6 address has all of its network. */
const NETWORK_BITS = 64;
const IPV4_MAPPED = '::ffff:';

type Window = { since: number; count: number };

/**
 * Counts requests by client address in windows of a minute. One is shared by all that answers requests, whichever way they
 * take, as the store of Fastify's rate limit.
 */
export class AddressWindows implements FastifyRateLimitStore {
  readonly #windows = new LRUCache<string, Window>({ max: MOST_ADDRESSES });
  readonly #networks = new LRUCache<string, string>({ max: MOST_ADDRESSES });

  /** @returns how many there were in this window, this one included, and for how long it still lasts, in ms */
  count(address: string): { current: number; ttl: number } {
    const now = Date.now();
    const network = this.#networkOf(address);
    let window = this.#windows.get(network);
    if (!window || now - window.since >= WINDOW_MS) {
      window = { since: now, count: 0 };
      this.#windows.set(network, window);
    }
    window.count += 1;
    return { current: window.count, ttl: WINDOW_MS - (now - window.since) };
  }

  incr(address: string, done: (error: Error | null, result: { current: number; ttl: number }) => void): void {
    done(null, this.count(address));
  }

  /** For what is limited apart. */
  child(): AddressWindows {
    return new AddressWindows();
  }

  #networkOf(address: string): string {
    if (!address.includes(':') || address.startsWith(IPV4_MAPPED) || !isIPv6(address)) return address;
    const network =
      this.#networks.get(address) ?? new Address6(`${address}/${NETWORK_BITS}`).startAddress().correctForm();
    this.#networks.set(address, network);
    return network;
  }
}
