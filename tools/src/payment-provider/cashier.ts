import { setTimeout as pause } from 'node:timers/promises';
import { type Charge, type Refund, refundedAmount } from './charge.ts';
import type { Ledger } from './ledger.ts';

export type ChargeRequest = {
  idempotencyKey: string;
  amount: number;
  currency: string;
  /** Says how the charge goes; missing means `ok`. */
  token?: string | null | undefined;
};

export type RefundRequest = { reference: string; idempotencyKey: string; amount: number };

/** The same idempotency key was used before, for something else. */
export class KeyReused extends Error {
  constructor() {
    super('This idempotency key was used for another amount.');
  }
}

const SLOW_MS = 3_000;
const FLAKY_FAILURES = 2;
const WORKING_TOKENS = new Set(['ok', 'slow', 'flaky', 'lost']);

/**
 * Moves no money and writes down that it did. Between the look at a charge and its change nothing is awaited, so two
 * callers at once are one after the other. `tell` hears of each change that its owner would like to know of.
 */
export class Cashier {
  readonly #ledger: Ledger;
  readonly #tell: (charge: Charge) => void;

  constructor(ledger: Ledger, tell: (charge: Charge) => void) {
    this.#ledger = ledger;
    this.#tell = tell;
  }

  /**
   * Reserves money, once for each idempotency key. The charge is still `asked` when the token says that whoever gave
   * out the card does not answer; `isAnswerLost`: the caller must not hear of it.
   * @throws KeyReused
   */
  async authorize(request: ChargeRequest): Promise<{ charge: Charge; isAnswerLost: boolean }> {
    const token = request.token ?? 'ok';
    const asked = this.#noteAttempt(request);
    if (asked.state === 'asked' && token === 'slow') await pause(SLOW_MS);
    const charge = this.#ledger.read(request.idempotencyKey) ?? asked;
    if (charge.state !== 'asked') return { charge, isAnswerLost: false };
    if (token === 'down' || (token === 'flaky' && charge.attempts <= FLAKY_FAILURES)) {
      return { charge, isAnswerLost: false };
    }
    const state = WORKING_TOKENS.has(token) ? 'authorized' : 'declined';
    return { charge: this.#change(charge, { state }), isAnswerLost: token === 'lost' };
  }

  /** Takes reserved money. Undefined: there is no such charge. */
  capture(reference: string): Charge | undefined {
    const charge = this.#ledger.readByReference(reference);
    return charge?.state === 'authorized' ? this.#change(charge, { state: 'captured' }) : charge;
  }

  /** Lets go of reserved money; of no other. Undefined: there is no such charge. */
  cancel(reference: string): Charge | undefined {
    const charge = this.#ledger.readByReference(reference);
    return charge?.state === 'authorized' ? this.#change(charge, { state: 'cancelled' }) : charge;
  }

  /**
   * Gives captured money back, never more than was captured, and once for each idempotency key of a charge.
   * Undefined: there is no such charge.
   * @throws KeyReused
   */
  refund({ reference, idempotencyKey, amount }: RefundRequest): Refund | undefined {
    const charge = this.#ledger.readByReference(reference);
    if (!charge) return undefined;
    const earlier = charge.refunds.find((refund) => refund.idempotencyKey === idempotencyKey);
    if (earlier && earlier.amount !== amount) throw new KeyReused();
    if (earlier) return earlier;
    const reason = whyNoRefund(charge, amount);
    const refund: Refund = reason
      ? { idempotencyKey, amount, status: 'refused', reason }
      : { idempotencyKey, amount, status: 'refunded' };
    const changed = { refunds: [...charge.refunds, refund] };
    if (reason) this.#write(charge, changed);
    else this.#change(charge, changed);
    return refund;
  }

  #noteAttempt({ idempotencyKey, amount, currency }: ChargeRequest): Charge {
    const now = new Date().toISOString();
    const charge = this.#ledger.read(idempotencyKey) ?? {
      idempotencyKey,
      reference: `test_${idempotencyKey}`,
      amount,
      currency,
      state: 'asked',
      attempts: 0,
      refunds: [],
      createdAt: now,
      updatedAt: now,
    };
    if (charge.amount !== amount || charge.currency !== currency) throw new KeyReused();
    return this.#write(charge, { attempts: charge.attempts + 1 });
  }

  #change(charge: Charge, change: Partial<Charge>): Charge {
    const changed = this.#write(charge, change);
    this.#tell(changed);
    return changed;
  }

  #write(charge: Charge, change: Partial<Charge>): Charge {
    return this.#ledger.write({ ...charge, ...change, updatedAt: new Date().toISOString() });
  }
}

function whyNoRefund(charge: Charge, amount: number): string | undefined {
  if (charge.state !== 'captured') return 'Nothing was captured.';
  return refundedAmount(charge) + amount > charge.amount ? 'It is more than was captured.' : undefined;
}
