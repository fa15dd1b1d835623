import { Prisma } from '@holdfast/db/prisma';
import type { CreditNoteList, CreditNoteListInput } from '@holdfast/shared/contracts/credit-notes';
import { cutPage, decodeCursor, type Position } from '../../catalog/page-cursor.ts';
import type { Deps } from '../../deps.ts';

type Row = Position & {
  number: string;
  source: string;
  externalNumber: string;
  customer: string | null;
  issuedAt: Date;
  total: number;
  currency: string;
  pieces: number;
};

const ORDER = 'issued';

/**
 * A page of the credit notes, newest first, from the primary.
 * @throws DomainError VALIDATION: a cursor that is not of this list.
 */
export async function listCreditNotes(deps: Deps, input: CreditNoteListInput): Promise<CreditNoteList> {
  const conditions = Prisma.join([matches(input.q), before(decodeCursor(ORDER, input.cursor))], ' AND ');
  const rows = await deps.db.primary.$queryRaw<Row[]>`
    SELECT id, (extract(epoch FROM issued_at) * 1000)::float8 AS key, number, source,
           external_number AS "externalNumber", customer_reference AS customer, issued_at AS "issuedAt",
           total::float8 AS total, currency,
           (SELECT coalesce(sum(quantity), 0) FROM credit_note_line
            WHERE credit_note_id = credit_note.id AND kind = 'goods')::integer AS pieces
    FROM credit_note
    WHERE ${conditions}
    ORDER BY issued_at DESC, id DESC
    LIMIT ${input.limit + 1}`;
  const page = cutPage(rows, { order: ORDER, limit: input.limit });
  return {
    items: page.rows.map(
      ({ number, source, externalNumber, customer, issuedAt, total, currency, pieces }) => ({
        number,
        source,
        externalNumber,
        customer,
        issuedAt: issuedAt.toISOString(),
        total: { amount: total, currency },
        pieces,
      }),
    ),
    nextCursor: page.nextCursor,
  };
}

function matches(q: string | undefined): Prisma.Sql {
  if (!q) return Prisma.sql`true`;
  return Prisma.sql`(starts_with(number, upper(${q})) OR starts_with(lower(external_number), lower(${q})))`;
}

function before(last: Position | null): Prisma.Sql {
  if (!last) return Prisma.sql`true`;
  return Prisma.sql`(issued_at, id)
    < (timestamptz 'epoch' + ${last.key}::bigint * interval '1 millisecond', ${last.id}::uuid)`;
}
