/**
 * What a rehearsal's clients wrote down, one JSON object a line, in the order in which it came to its end. It is all
 * that the checker knows of what was promised to them. Times are ms since 1970 by the clock of the process that wrote.
 */
export type HistoryEntry = Start | Offer | Phase | Fault | Call;

/** The first line. */
export type Start = {
  type: 'start';
  rehearsal: 'rush' | 'replay' | 'chaos' | 'staleness' | 'behind';
  /** From which the whole schedule follows. */
  seed: number;
  /** What else was typed: '--seconds 15'. */
  options?: string;
  at: number;
  /** Nobody but the rehearsal's clients buys in this shop. */
  ownShop?: boolean;
};

/** What stood in the shop before the first client came. */
export type Offer = {
  type: 'offer';
  variantId: string;
  /** Pieces that may be sold. */
  pieces: number;
  /** Minor units. */
  price: number;
  currency: string;
};

/** A stretch of the rehearsal, for the charts. */
export type Phase = { type: 'phase'; name: string; from: number; to: number };

/** Something that was done to a part of the shop. */
export type Fault = {
  type: 'fault';
  /** kill, pause, flush, slow, cut... */
  kind: string;
  /** As in processes.json: api-1, worker-1, redis-queue... */
  part: string;
  from: number;
  /** When the part was itself again. */
  to: number;
  /** Orders that were acknowledged or being placed, and not at their end, as it began. */
  ordersInFlight: number;
};

/** One request of one client. A client does one thing after the other; two tabs are two clients of one session. */
export type Call = {
  type: 'call';
  /** Unique in the history. */
  id: number;
  client: string;
  /** Whose own writes it must see. */
  session: string;
  /** As in the public API: orders.place... */
  procedure: string;
  input: unknown;
  /** Sent, and answered or given up. */
  from: number;
  to: number;
  answer: Answer;
  /** What it showed of its session's last write, `<epoch>.<position>`; missing: nothing. */
  shown?: string;
  /** What the answer told of a write, in the same form. */
  position?: string;
  /** What the answer said of where it came from: `x-cache`. */
  cache?: string;
};

/**
 * - ok: `data` was answered.
 * - refused: the API said that nothing came of it, with its code.
 * - unknown: the connection broke, the time was over, or the API said 5xx (but OVERLOADED): it may have happened, or may yet.
 */
export type Answer =
  | { kind: 'ok'; data: unknown }
  | { kind: 'refused'; status: number; code: string; data: unknown }
  | { kind: 'unknown'; why: string };
