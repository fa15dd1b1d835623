import { randomUUID } from 'node:crypto';
import type { Logger } from '@holdfast/commerce/infra/log';
import { SIGNATURE_HEADER, signWebhook } from '@holdfast/commerce/payments/webhook-signature';
import { request } from 'undici';
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

type Delivery = { body: string; tries: number };

/** When nobody takes them for long no more are kept: a webhook is a hint, the books can be asked. */
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
  /** What is due and waits for a free hand. */
  readonly #due: Delivery[] = [];
  /** What is to be sent later. */
  #early = 0;
  #manners = ORDINARY_MANNERS;
  #underWay = 0;

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
    const { copies, delayMs } = this.#manners;
    for (let copy = 0; copy < copies; copy += 1) this.#sendIn(delayMs, { body, tries: 0 });
  }

  /** Sends no more. */
  stop(): void {
    this.behave({ ...this.#manners, paused: true });
  }

  #sendIn(delayMs: number, delivery: Delivery): void {
    if (this.#early + this.#due.length >= MOST_WAITING) return;
    this.#early += 1;
    setTimeout(() => {
      this.#early -= 1;
      this.#due.push(delivery);
      this.#sendDue();
    }, delayMs);
  }

  #sendDue(): void {
    while (!this.#manners.paused && this.#underWay < AT_ONCE) {
      const delivery = this.#takeDue();
      if (!delivery) return;
      this.#underWay += 1;
      void this.#deliver(delivery).then(() => {
        this.#underWay -= 1;
        this.#sendDue();
      });
    }
  }

  #takeDue(): Delivery | undefined {
    if (!this.#manners.shuffle) return this.#due.shift();
    return this.#due.splice(Math.floor(Math.random() * this.#due.length), 1)[0];
  }

  async #deliver({ body, tries }: Delivery): Promise<void> {
    const { url, secret, log } = this.#options;
    try {
      const response = await request(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          [SIGNATURE_HEADER]: signWebhook({ secret, body, at: new Date() }),
        },
        body,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      await response.body.dump();
      const { statusCode: status } = response;
      if (status >= 200 && status < 300) return;
      log.warn({ status, tries }, 'a webhook was not taken');
    } catch (error) {
      log.warn({ err: error, tries }, 'a webhook did not arrive');
    }
    if (tries + 1 >= MOST_TRIES) return;
    const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** tries, LONGEST_BACKOFF_MS);
    this.#sendIn(backoffMs, { body, tries: tries + 1 });
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
