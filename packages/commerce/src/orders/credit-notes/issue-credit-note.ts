import { Prisma, type Queryable } from '@holdfast/db/prisma';
import type { CreditNote, IssueCreditNoteInput } from '@holdfast/shared/contracts/credit-notes';
import { MAX_ON_HAND } from '@holdfast/shared/contracts/inventory';
import { totalOfLine } from '@holdfast/shared/contracts/order-import';
import { DomainError } from '@holdfast/shared/errors';
import { v7 as uuidv7 } from 'uuid';
import type { Deps } from '../../deps.ts';
import { runIdempotent } from '../../infra/idempotency.ts';
import { lockLevels } from '../../inventory/lock-levels.ts';
import { moveStock, type StockChange } from '../../inventory/move-stock.ts';
import { tellChanges } from '../../listing/tell-changes.ts';
import { type External, fingerprintOfImport, lockExternal, requireSame } from '../import/find-earlier.ts';
import { findGoods, type FoundLine } from '../import/find-goods.ts';
import type { ImportCall } from '../import/import-order.ts';
import { readCreditNote } from './read-credit-note.ts';

/**
 * Writes down that money went back, outside of the shop, for what no order here is the original of. With `restock`
 * its goods are on the shelf again in the same transaction. A note that is here already is answered as it stands.
 * @throws DomainError VALIDATION (a SKU that is not known, no room on the shelf), CONFLICT (the number is here with other content)
 * @throws DomainError IDEMPOTENCY_CONFLICT, IN_PROGRESS
 */
export async function issueCreditNote(
  deps: Deps,
  { input, actorId, scope }: ImportCall<IssueCreditNoteInput>,
): Promise<CreditNote> {
  const { idempotencyKey: key, ...content } = input;
  const note = { ...content, actorId, fingerprint: fingerprintOfImport(content) };
  const handles: string[] = [];
  const { answer } = await runIdempotent(
    deps.db,
    { scope, key, operation: 'orders.admin.creditNotes.issue', fingerprint: note.fingerprint },
    async (tx) => {
      handles.length = 0;
      return { number: await issueLocked(tx, note, handles) };
    },
  );
  await tellChanges(deps, handles);
  return readCreditNote(deps, answer);
}

type NewNote = Omit<IssueCreditNoteInput, 'idempotencyKey'> & { actorId: string; fingerprint: string };

/** @returns the note's number */
async function issueLocked(tx: Queryable, note: NewNote, handles: string[]): Promise<string> {
  await lockExternal(tx, note);
  const earlier = await findIssued(tx, note);
  if (earlier) {
    requireSame(earlier, note.fingerprint, note);
    return earlier.number;
  }
  const lines = await findGoods(tx, note.lines);
  const number = await insertNote(tx, note, lines);
  if (note.restock) {
    const changes = await planReturn(tx, lines);
    const reason = `Credit note ${number}`;
    handles.push(...(await moveStock(tx, { kind: 'return', reason, actorId: note.actorId, changes })));
  }
  return number;
}

async function findIssued(
  tx: Queryable,
  { source, externalNumber }: External,
): Promise<{ number: string; fingerprint: string } | null> {
  return tx.creditNote.findUnique({
    where: { source_externalNumber: { source, externalNumber } },
    select: { number: true, fingerprint: true },
  });
}

async function insertNote(tx: Queryable, note: NewNote, lines: FoundLine[]): Promise<string> {
  const rows = lines.map((line, position) => ({ ...line, position, total: totalOfLine(line) }));
  const [written] = await tx.$queryRaw<{ number: string }[]>`
    WITH note AS (
      INSERT INTO credit_note (id, number, source, external_number, customer_reference, country, currency, total,
                               reason, restock, fingerprint, actor_id, issued_at)
      VALUES (${uuidv7()}::uuid, 'CN-' || nextval('credit_note_number_seq'), ${note.source}, ${note.externalNumber},
              ${note.customer ?? null}, ${note.country ?? null}, ${note.currency},
              ${rows.reduce((sum, { total }) => sum + total, 0)}, ${note.reason}, ${note.restock},
              ${note.fingerprint}, ${note.actorId}::uuid, ${note.issuedAt}::timestamptz)
      RETURNING id, number
    ), line AS (
      INSERT INTO credit_note_line (credit_note_id, position, kind, variant_id, sku, title, quantity, unit_amount, total)
      SELECT note.id, position, kind, "variantId", sku, title, quantity, "unitPrice", l.total
      FROM note, ${Prisma.sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`} AS l
        (position integer, kind order_line_kind, "variantId" uuid, sku text, title text, quantity integer,
         "unitPrice" bigint, total bigint)
    )
    SELECT number FROM note`;
  if (!written) throw new Error('the credit note was not written');
  return written.number;
}

/** Where the pieces had left from is not known: they go to the place that is emptied first. */
async function planReturn(tx: Queryable, lines: FoundLine[]): Promise<StockChange[]> {
  const pieces = new Map<string, number>();
  for (const { quantity, components } of lines) {
    for (const part of components) {
      pieces.set(part.stockItemId, (pieces.get(part.stockItemId) ?? 0) + quantity * part.quantity);
    }
  }
  if (pieces.size === 0) return [];
  const levels = await lockLevels(tx, [...pieces.keys()]);
  return [...pieces].map(([stockItemId, onHandDelta]) => {
    const level = levels.find((candidate) => candidate.stockItemId === stockItemId);
    if (!level || level.onHand + onHandDelta > MAX_ON_HAND) throw cannotReturn(level?.onHand);
    return { stockItemId, locationId: level.locationId, onHandDelta, allocatedDelta: 0 };
  });
}

function cannotReturn(onHand: number | undefined): DomainError {
  const message =
    onHand === undefined
      ? 'An item of this note is kept nowhere, so it cannot go back on a shelf.'
      : `There are ${onHand} on hand; with these there would be more than ${MAX_ON_HAND}.`;
  return new DomainError('VALIDATION', message, { issues: [{ path: 'lines', message }] });
}
