import { DomainError } from '@holdfast/shared/errors';
import { z } from 'zod';

/** The last row of a page: its value of the sort (0 where its id alone tells its place), and its id to break ties. */
export type Position = { key: number; id: string };

/** A forged key must stay a refusal: as milliseconds, anything below is before PostgreSQL's first year. */
const LEAST_KEY = -100_000_000_000_000;

const cursorSchema = z.tuple([z.string(), z.int().min(LEAST_KEY), z.uuid()]);

/** `order` names the sort, so that a cursor of one sort is not taken for a place in another. */
export function encodeCursor(order: string, { key, id }: Position): string {
  return Buffer.from(JSON.stringify([order, key, id])).toString('base64url');
}

/**
 * Null without a cursor: the first page.
 * @throws DomainError VALIDATION when it is not one that `encodeCursor` made for this order.
 */
export function decodeCursor(order: string, cursor: string | undefined): Position | null {
  if (cursor === undefined) return null;
  const parsed = cursorSchema.safeParse(readJson(Buffer.from(cursor, 'base64url').toString()));
  if (parsed.success && parsed.data[0] === order) return { key: parsed.data[1], id: parsed.data[2] };
  const message = 'This cursor is not one of this list. Start again without a cursor.';
  throw new DomainError('VALIDATION', message, { issues: [{ path: 'cursor', message }] });
}

/** Cuts the one row more than `limit` that was read to learn whether there is a next page. */
export function cutPage<Row extends Position>(
  rows: Row[],
  { order, limit }: { order: string; limit: number },
): { rows: Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, nextCursor: last && rows.length > limit ? encodeCursor(order, last) : null };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
