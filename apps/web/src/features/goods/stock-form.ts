import { MAX_ON_HAND } from '@holdfast/shared/contracts/inventory';

export type StockMode = 'set' | 'add' | 'take';
export type StockFields = { mode: StockMode; pieces: string; reason: string };
type StockErrors = { pieces?: string; reason?: string };
export type StockChange = { reason: string } & ({ setTo: number } | { delta: number });

/** With so many to sell, or fewer, an operator should look. */
export const LOW = 5;

const MOST = new Intl.NumberFormat('en').format(MAX_ON_HAND);

/** What the fields ask for, or what is wrong with each of them. Whether it can be done is the API's to say. */
export function readStockForm(fields: StockFields): { change: StockChange } | { errors: StockErrors } {
  const pieces = readPieces(fields);
  const reason = fields.reason.trim();
  const errors: StockErrors = {};
  if (typeof pieces === 'string') errors.pieces = pieces;
  if (!reason) errors.reason = 'Say why: it is kept in the stock history.';
  if (typeof pieces === 'string' || !reason) return { errors };
  if (fields.mode === 'set') return { change: { reason, setTo: pieces } };
  return { change: { reason, delta: fields.mode === 'add' ? pieces : -pieces } };
}

/** What would be on hand; null while the field holds no number. */
export function onHandAfter(fields: StockFields, onHand: number): number | null {
  const pieces = readPieces(fields);
  if (typeof pieces === 'string') return null;
  if (fields.mode === 'set') return pieces;
  return fields.mode === 'add' ? onHand + pieces : onHand - pieces;
}

function readPieces({ mode, pieces }: StockFields): number | string {
  const number = readCount(pieces);
  if (number === 0 && mode !== 'set') return 'Write how many, one or more.';
  return number;
}

/** A number of pieces, or what is wrong with it in words. */
export function readCount(field: string): number | string {
  const text = field.trim();
  if (!/^\d{1,12}$/.test(text)) return 'Write a whole number of pieces.';
  const number = Number(text);
  return number > MAX_ON_HAND ? `There can be ${MOST} at most.` : number;
}

type Level = { onHand: number; allocated: number; available: number };

/** How many can be sent at once, and how many may be sold beyond them. */
export function splitAvailable({ onHand, allocated, available }: Level): { free: number; onOrder: number } {
  const free = Math.max(0, onHand - allocated);
  return { free, onOrder: Math.max(0, available - free) };
}
