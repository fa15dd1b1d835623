import type { Order } from './books.ts';
import type { Finding, Row } from './verdict.ts';

/** What came of looking at one promise, or at a part of it. */
export type Judgement = { examined: number; findings: Omit<Finding, 'promise'>[] };

/** There was nothing to look at, or nothing that could be known. */
export const NOT_EXAMINED: Judgement = { examined: 0, findings: [] };
/** One thing was looked at, and is as promised. */
export const KEPT: Judgement = { examined: 1, findings: [] };

/** One thing was looked at, and is not as promised. */
export function broken(what: string, evidence: Finding['evidence']): Judgement {
  return { examined: 1, findings: [{ what, evidence }] };
}

export function together(judgements: Judgement[]): Judgement {
  return {
    examined: judgements.reduce((sum, { examined }) => sum + examined, 0),
    findings: judgements.flatMap(({ findings }) => findings),
  };
}

/** The first of them that found something: one fault is told once. `otherwise`: what it is when none did. */
export function firstBroken(judgements: Judgement[], otherwise = KEPT): Judgement {
  return judgements.find(({ findings }) => findings.length > 0) ?? otherwise;
}

export function row(table: string, values: Record<string, unknown>): Row {
  return { type: 'row', table, values };
}

/** What of an order a reader needs to find it and to see how it stands. */
export function orderRow(order: Order): Row {
  const { id, number, paymentStatus, fulfilmentStatus, attentionReason, total, currency } = order;
  return row('orders', { id, number, paymentStatus, fulfilmentStatus, attentionReason, total, currency });
}
