import { randomUUID } from 'node:crypto';
import type { Logger } from '@holdfast/commerce/infra/log';
import { SIGNATURE_HEADER, signWebhook } from '@holdfast/commerce/payments/webhook-signature';
import { type Charge, refundedAmount } from './charge.ts';

/** How webhooks are sent. */
export type WebhookManners = {
  delayMs: number;
  copies: number;
  /** In no order. */
  shuffle: boolean;
  /** Kept back until this is false again. */
  paused: boolean;
};

/** A real provider's webhooks come a moment after its answers as well. */
export const ORDINARY_MANNERS: WebhookManners = { delayMs: 500, copies: 1, shuffle: false, paused: false };

export type WebhookOptions = { url: string; secret: string; log: Logger };

type Delivery = { body: string; dueAt: number; tries: number };

/** When nobody takes them for long the oldest are dropped: a webhook is a hint, the books can be asked. */
const MOST_WAITING = 10_000;
const AT_ONCE = 8;
const ANSWER_WITHIN_MS = 5_000;
const MOST_TRIES = 12;
const FIRST_BACKOFF_MS = 200;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * Tells the shop of each change of a charge, signed, again and again until it says that it has heard. What has not
 * been sent is lost when the process dies.
 */
export class WebhookSender {
  readonly #options: WebhookOptions;
  readonly #waiting: Delivery[] = [];
  #manners = ORDINARY_MANNERS;
  #underWay = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: WebhookOptions) {
    this.#options = options;
  }

  /** Changes how webhooks are sent; `delayMs` and `copies` hold for those of changes to come. */
  behave(manners: WebhookManners): void {
    this.#manners = manners;
    this.#sendDue();
  }

  /** Has a change told; nobody waits for that. */
  tell(charge: Charge): void {
    const body = JSON.stringify(describeChange(charge));
    const dueAt = Date.now() + this.#manners.delayMs;
    for (let copy = 0; copy < this.#manners.copies; copy += 1) this.#wait({ body, dueAt, tries: 0 });
    this.#sendDue();
  }

  /** Sends no more. */
  stop(): void {
    this.behave({ ...this.#manners, paused: true });
  }

  #wait(delivery: Delivery): void {
    if (this.#waiting.length >= MOST_WAITING) this.#waiting.shift();
    this.#waiting.push(delivery);
  }

  #sendDue(): void {
    clearTimeout(this.#timer);
    if (this.#manners.paused) return;
    while (this.#underWay < AT_ONCE) {
      const delivery = this.#takeDue();
      if (!delivery) break;
      this.#underWay += 1;
      void this.#deliver(delivery).then(() => {
        this.#underWay -= 1;
        this.#sendDue();
      });
    }
    // With all hands full, the first that is free looks again.
    if (this.#underWay < AT_ONCE && this.#waiting.length > 0) {
      const nextAt = Math.min(...this.#waiting.map(({ dueAt }) => dueAt));
      this.#timer = setTimeout(() => this.#sendDue(), nextAt - Date.now());
    }
  }

  #takeDue(): Delivery | undefined {
    const now = Date.now();
    const due = this.#waiting.filter(({ dueAt }) => dueAt <= now);
    const chosen = due[this.#manners.shuffle ? Math.floor(Math.random() * due.length) : 0];
    if (chosen) this.#waiting.splice(this.#waiting.indexOf(chosen), 1);
    return chosen;
  }

  async #deliver({ body, tries }: Delivery): Promise<void> {
    const { url, secret, log } = this.#options;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          [SIGNATURE_HEADER]: signWebhook({ secret, body, at: new Date() }),
        },
        body,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      await response.body?.cancel();
      if (response.ok) return;
      log.warn({ status: response.status, tries }, 'a webhook was not taken');
    } catch (error) {
      log.warn({ err: error, tries }, 'a webhook did not arrive');
    }
    if (tries + 1 >= MOST_TRIES) return;
    const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** tries, LONGEST_BACKOFF_MS);
    this.#wait({ body, dueAt: Date.now() + backoffMs, tries: tries + 1 });
  }
}

function describeChange(charge: Charge) {
  const refunded = refundedAmount(charge);
  return {
    id: `evt_${randomUUID()}`,
    type: `charge.${refunded > 0 ? 'refunded' : charge.state}`,
    createdAt: charge.updatedAt,
    charge: {
      reference: charge.reference,
      idempotencyKey: charge.idempotencyKey,
      amount: charge.amount,
      currency: charge.currency,
      state: charge.state,
      refunded,
    },
  };
}
