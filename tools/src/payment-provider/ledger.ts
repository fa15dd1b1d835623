import { appendFileSync, ftruncateSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Charge } from './charge.ts';

/** A part of the books, oldest charges first. `next`: where the following part begins; null after the last. */
export type LedgerPage = { charges: Charge[]; next: number | null };

/**
 * The books: one file to which each change of a charge is appended as a line with the whole charge, and all charges in
 * memory. A change is in the file before anybody is told of it, so whoever kills this process takes back nothing that
 * was answered.
 */
export class Ledger {
  readonly #file: number;
  /** Of the file, up to the end of its last whole line. */
  #bytes: number;
  /** By idempotency key, in the order in which they were first asked for. */
  readonly #charges = new Map<string, Charge>();
  readonly #keys: string[] = [];
  readonly #keysByReference = new Map<string, string>();

  /** Opens the books in `folder`; there are none yet: begins them. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const name = path.join(folder, 'ledger.jsonl');
    this.#file = openSync(name, 'a+', 0o600);
    const written = readFileSync(name);
    this.#bytes = written.lastIndexOf('\n') + 1;
    // What follows the last whole line was being written when the process was killed: nobody was told of it.
    ftruncateSync(this.#file, this.#bytes);
    const lines = written.toString('utf8', 0, this.#bytes).split('\n').slice(0, -1);
    for (const line of lines) this.#keep(JSON.parse(line) as Charge);
  }

  /** The charge under this idempotency key. */
  read(idempotencyKey: string): Charge | undefined {
    return this.#charges.get(idempotencyKey);
  }

  /** The charge of this reference. */
  readByReference(reference: string): Charge | undefined {
    const key = this.#keysByReference.get(reference);
    return key === undefined ? undefined : this.#charges.get(key);
  }

  /** Up to `limit` charges from the position `from` on. */
  list(from: number, limit: number): LedgerPage {
    const charges = this.#keys.slice(from, from + limit).flatMap((key) => this.#charges.get(key) ?? []);
    const next = from + limit;
    return { charges, next: next < this.#keys.length ? next : null };
  }

  /** Writes what a charge is from now on. @throws Error when the file cannot be written: then it is what it was. */
  write(charge: Charge): Charge {
    const line = Buffer.from(`${JSON.stringify(charge)}\n`);
    try {
      appendFileSync(this.#file, line);
    } catch (error) {
      ftruncateSync(this.#file, this.#bytes);
      throw error;
    }
    this.#bytes += line.length;
    this.#keep(charge);
    return charge;
  }

  #keep(charge: Charge): void {
    if (!this.#charges.has(charge.idempotencyKey)) {
      this.#keys.push(charge.idempotencyKey);
      this.#keysByReference.set(charge.reference, charge.idempotencyKey);
    }
    this.#charges.set(charge.idempotencyKey, charge);
  }
}
