import type { Books, Order } from './books.ts';
import type { History } from './history-index.ts';
import type { Charge } from './read-ledger.ts';

/** All that the checker knows. */
export type World = {
  history: History;
  books: Books;
  /** The provider's. */
  ledger: Charge[];
  /** Names of the mails that were sent; null when nobody keeps them. */
  mails: string[] | null;
};

/** The orders that came into the shop since the rehearsal began. */
export function ordersOfRun({ history, books }: World): Order[] {
  return books.orders.filter(({ bornAt }) => bornAt >= history.startedAt);
}
