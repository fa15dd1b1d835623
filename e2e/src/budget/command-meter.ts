import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Sent } from './statement-meter.ts';

/** A line of MONITOR: when, who, and the command with its arguments, each in quotes. */
const LINE = /^\+[\d.]+ \[\d+ (?<source>\S+)\] "(?<command>\w+)"/;
const OK = '+OK';

/**
 * Counts the commands that clients send to a Redis; what scripts do inside of it is not sent. It reads MONITOR's lines
 * itself: ioredis takes those that come together with the answer to MONITOR for answers, and fails.
 */
export class CommandMeter {
  readonly #name: string;
  readonly #url: URL;
  readonly #times = new Map<string, number>();
  #socket: Socket | undefined;

  /** `url`: with a password. */
  constructor(name: string, url: string) {
    this.#name = name;
    this.#url = new URL(url);
  }

  /** Resolves when it counts. @throws Error in Redis' words when Redis does not let it. */
  async connect(): Promise<void> {
    const { hostname, port, username, password } = this.#url;
    this.#socket = connect(Number(port), hostname);
    const lines = createInterface(this.#socket);
    await new Promise<void>((resolve, reject) => {
      this.#socket?.on('error', reject);
      let answers = 0;
      lines.on('line', (line) => {
        if (line.startsWith('-')) reject(new Error(line));
        else if (line !== OK) this.#count(line);
        else if (++answers === 2) resolve();
      });
      this.#socket?.write(`AUTH ${username || 'default'} ${password}\r\nMONITOR\r\n`);
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
    this.#socket?.destroy();
  }

  #count(line: string): void {
    const { source, command } = LINE.exec(line)?.groups ?? {};
    if (command === undefined || source === 'lua') return;
    const text = `${this.#name}: ${command.toLowerCase()}`;
    this.#times.set(text, (this.#times.get(text) ?? 0) + 1);
  }
}
