import type { Books, Order } from './books.ts';
import type { History } from './history-index.ts';
import type { Charge } from './read-ledger.ts';
import type { Finding, Row } from './verdict.ts';

/** All that the checker knows. */
export type World = {
  history: History;
  books: Books;
  ledger: Charge[];
  /** Names of the mails that were sent; null when nobody keeps them. */
  mails: string[] | null;
};

/** What came of looking at one promise. */
export type Judgement = { examined: number; findings: Omit<Finding, 'promise'>[] };

export function row(table: string, values: Record<string, unknown>): Row {
  return { type: 'row', table, values };
}

/** What of an order a reader needs to find it and to see how it stands. */
export function orderRow(order: Order): Row {
  const { id, number, paymentStatus, fulfilmentStatus, attentionReason, total, currency } = order;
  return row('orders', { id, number, paymentStatus, fulfilmentStatus, attentionReason, total, currency });
}
