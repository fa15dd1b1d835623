import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { type Money, parseDecimal, shareHalfUp } from '@holdfast/shared/money';
import { formatMoney } from '../market/format-money.ts';
import { writeDecimal } from '../market/write-decimal.ts';
import {
  type LinePieces,
  leftToRefund,
  leftToSend,
  type PiecesErrors,
  readPieces,
  sumOf,
  type WrittenPieces,
  writeAll,
} from './pieces.ts';

export type RefundMode = 'rest' | 'amount' | 'lines';
export type RefundFields = {
  mode: RefundMode;
  amount: string;
  pieces: WrittenPieces;
  restock: boolean;
  reason: string;
};
export type RefundErrors = {
  amount?: string | undefined;
  pieces?: PiecesErrors;
  reason?: string | undefined;
};
/** As the API takes it. `amount` is in minor units. */
export type Refund = { reason: string; restock: boolean; amount?: number; lines?: LinePieces[] };

/** What the fields ask for, or what is wrong with each of them. */
export function readRefundForm(
  fields: RefundFields,
  order: AdminOrder,
): { refund: Refund } | { errors: RefundErrors } {
  const reason = fields.reason.trim();
  const errors: RefundErrors = reason ? {} : { reason: 'Say why: it is kept with the refund.' };
  if (fields.mode === 'amount') {
    const amount = readAmount(fields.amount, order.actions.refundable);
    if (typeof amount === 'string') return { errors: { ...errors, amount } };
    return reason ? { refund: { reason, amount, restock: false } } : { errors };
  }
  if (fields.mode === 'lines') {
    const reading = readPieces(order.lines, fields.pieces, leftToRefund);
    if ('errors' in reading) return { errors: { ...errors, pieces: reading.errors } };
    return reason ? { refund: { reason, lines: reading.pieces, restock: fields.restock } } : { errors };
  }
  return reason ? { refund: { reason, restock: fields.restock } } : { errors };
}

/** Minor units, or what is wrong with what was typed. The currency's sign and grouped thousands may be in it: "$1,200.50". */
export function readAmount(text: string, most: Money): number | string {
  const number = text.replace(signOf(most.currency), '').trim();
  const isGrouped = /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(number);
  const amount = parseDecimal(isGrouped ? number.replaceAll(',', '') : number, most.currency);
  if (amount === null) return `Write a number such as ${writeDecimal(1990, most.currency)}.`;
  if (amount <= 0) return 'It must be more than zero.';
  if (amount > most.amount) return `At most ${formatMoney(most, 'en')} can be given back.`;
  return amount;
}

function signOf(currency: string): string {
  const parts = new Intl.NumberFormat('en', { style: 'currency', currency }).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value ?? currency;
}

/** What it comes to, by the same sums as the API does. */
export function refundComesTo(refund: Refund, { lines, actions: { refundable } }: AdminOrder): Money {
  if (refund.amount !== undefined) return { ...refundable, amount: refund.amount };
  if (!refund.lines) return refundable;
  const shares = refund.lines.map(({ lineId, quantity }) => {
    const line = lines.find(({ id }) => id === lineId);
    return line ? priceOf(line, quantity) : 0;
  });
  const amount = shares.reduce((sum, share) => sum + share, 0);
  return { ...refundable, amount };
}

/** Of the pieces that are next to be paid back: the parts of a line come to its price exactly, however it is divided. */
function priceOf(line: AdminOrder['lines'][number], pieces: number): number {
  const before = line.cancelledQuantity + line.returnedQuantity;
  const upTo = (count: number) => shareHalfUp(line.gross.amount, count, line.quantity);
  return upTo(before + pieces) - upTo(before);
}

/** The pieces that the fields name; none while they name too many. */
export function chosenPieces({ mode, pieces }: RefundFields, { lines }: AdminOrder): LinePieces[] {
  if (mode === 'amount') return [];
  const written = mode === 'rest' ? writeAll(lines, leftToRefund) : pieces;
  const reading = readPieces(lines, written, leftToRefund);
  return 'pieces' in reading ? reading.pieces : [];
}

/** Of pieces that are refunded: those that will not be sent, and those that had left. */
export function splitPieces(pieces: LinePieces[], { lines }: AdminOrder): { unsent: number; left: number } {
  let unsent = 0;
  for (const { lineId, quantity } of pieces) {
    const line = lines.find(({ id }) => id === lineId);
    if (line) unsent += Math.min(quantity, leftToSend(line));
  }
  return { unsent, left: sumOf(pieces) - unsent };
}
