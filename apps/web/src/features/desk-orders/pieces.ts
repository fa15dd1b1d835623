import type { AdminOrder } from '@holdfast/shared/contracts/orders';

type Line = AdminOrder['lines'][number];

/** What is written beside each line, by the line's id. */
export type WrittenPieces = Record<string, string>;
export type LinePieces = { lineId: string; quantity: number };
export type PiecesErrors = { lines: WrittenPieces; none?: string };
/** How many pieces of a line can be taken. */
export type CountPieces = (line: Line) => number;

export const leftToSend: CountPieces = (line) =>
  line.quantity - line.fulfilledQuantity - line.cancelledQuantity;

export const leftToRefund: CountPieces = (line) =>
  line.quantity - line.cancelledQuantity - line.returnedQuantity;

/** All of each line that has any left. */
export function writeAll(lines: Line[], left: CountPieces): WrittenPieces {
  return Object.fromEntries(lines.map((line) => [line.id, String(left(line))]));
}

export function sumOf(pieces: { quantity: number }[]): number {
  return pieces.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** "1 piece", "3 pieces". */
export function countWords(pieces: number): string {
  return pieces === 1 ? '1 piece' : `${pieces} pieces`;
}

type Reading = { pieces: LinePieces[] } | { errors: PiecesErrors };

/** The lines of which something is written, or what is wrong with each of them. An empty field is none. */
export function readPieces(lines: Line[], written: WrittenPieces, left: CountPieces): Reading {
  const pieces: LinePieces[] = [];
  const errors: PiecesErrors = { lines: {} };
  for (const line of lines) {
    const most = left(line);
    const text = written[line.id]?.trim() || '0';
    const quantity = /^\d{1,6}$/.test(text) ? Number(text) : null;
    if (quantity === null) errors.lines[line.id] = 'Write a whole number of pieces.';
    else if (quantity > most) errors.lines[line.id] = `There ${most === 1 ? 'is' : 'are'} only ${most}.`;
    else if (quantity > 0) pieces.push({ lineId: line.id, quantity });
  }
  if (Object.keys(errors.lines).length > 0) return { errors };
  if (pieces.length === 0) return { errors: { ...errors, none: 'Choose at least one piece.' } };
  return { pieces };
}
