/** How long a declined order keeps its stock for a new try, from its newest refusal on. */
export const KEEP_DECLINED_MS = 15 * 60_000;

/** How often an order may be tried to pay, the first time included. */
export const MOST_TRIES = 10;
