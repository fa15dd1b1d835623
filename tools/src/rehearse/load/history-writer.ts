import { EventEmitter, once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import type { Fault, HistoryEntry, Phase } from '../../checker/history.ts';
import { OrdersInFlight } from './orders-in-flight.ts';

/** What goes on from now until its entry is written, at its end. */
export type Begun = Pick<Phase, 'type' | 'name' | 'from'> | Pick<Fault, 'type' | 'kind' | 'part' | 'from'>;

/**
 * Writes down what the clients of a rehearsal did and were answered, for the checker, and tells each entry to whoever
 * listens as it is written.
 */
export class HistoryWriter extends EventEmitter<{ entry: [HistoryEntry]; begun: [Begun] }> {
  readonly #file: string;
  readonly #out: WriteStream;
  readonly #written: Promise<void>;
  readonly #orders = new OrdersInFlight();
  #calls = 0;

  private constructor(file: string, out: WriteStream) {
    super();
    this.#file = file;
    this.#out = out;
    this.#written = finished(out);
    // Whoever closes it is told what went wrong before.
    this.#written.catch(() => {});
  }

  /** Makes the file, with its folder; one that is there is replaced. @throws Error when it cannot be written. */
  static async open(file: string): Promise<HistoryWriter> {
    await mkdir(path.dirname(file), { recursive: true });
    const out = createWriteStream(file);
    await once(out, 'open');
    return new HistoryWriter(file, out);
  }

  /** A call is about to be sent. Gives its id, which no other call of this history has. */
  begin(procedure: string): number {
    this.#calls += 1;
    this.#orders.begin(procedure, this.#calls);
    return this.#calls;
  }

  /** A phase or a fault has begun: for whoever listens, nothing is written yet. */
  tellBegun(begun: Begun): void {
    this.emit('begun', begun);
  }

  write(entry: HistoryEntry): void {
    this.#out.write(`${JSON.stringify(entry)}\n`);
    this.#orders.read(entry);
    this.emit('entry', entry);
  }

  /** Orders that are being placed: sent, and not answered yet. */
  placing(): number {
    return this.#orders.countPlacing();
  }

  /** Orders that are being placed, or were acknowledged and not seen at their end yet. */
  inFlight(): number {
    return this.#orders.count();
  }

  /** Resolves when all of it is in the file. Nothing can be written after. @throws Error when some of it is not there */
  async close(): Promise<void> {
    this.#out.end();
    await this.#written.catch((cause: Error) => {
      throw new Error(`The history ${this.#file} could not be written: ${cause.message}`, { cause });
    });
  }
}
