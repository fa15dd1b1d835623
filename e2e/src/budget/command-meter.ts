import { Redis } from 'ioredis';
import type { Sent } from './statement-meter.ts';

/** Counts the commands that clients send to a Redis; what scripts do inside of it is not sent. */
export class CommandMeter {
  readonly #name: string;
  readonly #redis: Redis;
  readonly #times = new Map<string, number>();
  #monitor: Redis | undefined;

  constructor(name: string, url: string) {
    this.#name = name;
    this.#redis = new Redis(url);
  }

  async connect(): Promise<void> {
    this.#monitor = await this.#redis.monitor();
    this.#monitor.on('monitor', (_time: string, args: string[], source: string) => {
      if (source === 'lua') return;
      const text = `${this.#name}: ${args[0]?.toLowerCase()}`;
      this.#times.set(text, (this.#times.get(text) ?? 0) + 1);
    });
  }

  /** Counts from nothing. */
  restart(): void {
    this.#times.clear();
  }

  read(): Sent[] {
    return [...this.#times].map(([text, times]) => ({ text, times }));
  }

  close(): void {
    this.#monitor?.disconnect();
    this.#redis.disconnect();
  }
}
