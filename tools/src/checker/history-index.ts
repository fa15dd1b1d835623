import type { Call, Fault, HistoryEntry, Offer } from './history.ts';

/** A history, sorted by what was asked. */
export class History {
  /** When the rehearsal began, ms since 1970. */
  startedAt = 0;
  /** Whether nobody else buys in the shop. */
  isOwnShop = false;
  readonly offers: Offer[] = [];
  readonly faults: Fault[] = [];
  /** In the order in which they came to their end. */
  readonly calls: Call[] = [];
  /** How many calls were written before the last offer: what those did is in the offers. */
  callsBeforeOffers = 0;
  readonly #byProcedure = new Map<string, Call[]>();

  add(entry: HistoryEntry): void {
    if (entry.type === 'start') {
      this.startedAt = entry.at;
      this.isOwnShop = entry.ownShop === true;
    }
    if (entry.type === 'offer') {
      this.offers.push(entry);
      this.callsBeforeOffers = this.calls.length;
    }
    if (entry.type === 'fault') this.faults.push(entry);
    if (entry.type === 'call') this.#addCall(entry);
  }

  /** All calls of these procedures, procedure by procedure. */
  callsOf(...procedures: string[]): Call[] {
    return procedures.flatMap((procedure) => this.#byProcedure.get(procedure) ?? []);
  }

  #addCall(call: Call): void {
    this.calls.push(call);
    const same = this.#byProcedure.get(call.procedure);
    if (same) same.push(call);
    else this.#byProcedure.set(call.procedure, [call]);
  }
}
