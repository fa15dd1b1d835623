/** How long a placed order keeps its stock while its payment is under way. */
export const KEEP_UNPAID_MS = 30 * 60_000;

/** How long a declined order keeps its stock for a new try, from its newest refusal on. */
export const KEEP_DECLINED_MS = 15 * 60_000;

/** How often an order may be tried to pay, the first time included. */
export const MOST_TRIES = 10;

/** How long a payment's next step may be under way until the reaper looks after it. */
export const PAYMENT_DEADLINE_MS = 5 * 60_000;
