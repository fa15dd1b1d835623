import type { CreditNote } from '@holdfast/shared/contracts/credit-notes';
import { DomainError } from '@holdfast/shared/errors';
import type { Deps } from '../../deps.ts';

/**
 * A credit note with its lines, from the primary.
 * @throws DomainError NOT_FOUND
 */
export async function readCreditNote(deps: Deps, { number }: { number: string }): Promise<CreditNote> {
  const note = await deps.db.primary.creditNote.findUnique({
    where: { number },
    include: { lines: { orderBy: { position: 'asc' } } },
  });
  if (!note) throw new DomainError('NOT_FOUND', 'There is no such credit note.');
  const money = (amount: bigint) => ({ amount: Number(amount), currency: note.currency });
  return {
    number: note.number,
    source: note.source,
    externalNumber: note.externalNumber,
    customer: note.customerReference,
    country: note.country,
    reason: note.reason,
    restock: note.restock,
    issuedAt: note.issuedAt.toISOString(),
    createdAt: note.createdAt.toISOString(),
    total: money(note.total),
    lines: note.lines.map(({ id, kind, variantId, sku, title, quantity, unitAmount, total }) => ({
      id,
      kind,
      variantId,
      sku,
      title,
      quantity,
      unitPrice: money(unitAmount),
      total: money(total),
    })),
  };
}
