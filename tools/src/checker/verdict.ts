import type { HistoryEntry } from './history.ts';

/** The promises of the shop that can be seen from outside, each with what it says. */
export const PROMISES = {
  stock: 'units sold never exceed the stock',
  movements: 'stock movements sum to the levels',
  acknowledged: 'each acknowledged order exists, once, at its price',
  charges: 'each paid order has one charge, and no charge is without its order',
  effects: 'each event has its one effect',
  answers: 'the same key gets the same answer',
  ends: 'every order comes to an end',
  freshness: "no answer is older than the caller's own last write",
  staleness: 'no answer is older than the last change by more than a second',
} as const;

export type PromiseName = keyof typeof PROMISES;

/** One way in which a promise was broken. */
export type Finding = {
  promise: PromiseName;
  /** One sentence with the numbers in it. */
  what: string;
  /** The shortest history that shows it: calls, and rows of the database or the ledger. */
  evidence: (HistoryEntry | Row)[];
};

/** A row of the shop's database or of the provider's ledger. */
export type Row = { type: 'row'; table: string; values: Record<string, unknown> };

export type Verdict = {
  /** Per promise how many things were looked at: a promise of nothing is not kept, it was not tried. */
  examined: Record<PromiseName, number>;
  findings: Finding[];
};
