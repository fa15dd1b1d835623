import type { Queryable } from '@holdfast/db/prisma';
import { type ImportedLine, totalOfLine } from '@holdfast/shared/contracts/order-import';
import { DomainError } from '@holdfast/shared/errors';
import { fingerprintOf } from '../../infra/idempotency.ts';

/** Where something was sold or credited, and its number there. */
export type External = { source: string; externalNumber: string };

/** Of what was said, however it was written: a line's total may be left out where it is quantity times price. */
export function fingerprintOfImport(content: { lines: ImportedLine[] }): string {
  const lines = content.lines.map((line) => ({ ...line, total: totalOfLine(line) }));
  return fingerprintOf({ ...content, lines });
}

/** Lets one transaction at a time look for this number and write it. */
export async function lockExternal(tx: Queryable, { source, externalNumber }: External): Promise<void> {
  const name = `external:${source}\n${externalNumber}`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/**
 * What was written under a number is the answer when the same comes again, however late.
 * @throws DomainError CONFLICT: it was something else.
 */
export function requireSame(earlier: { fingerprint: string }, fingerprint: string, external: External): void {
  if (earlier.fingerprint === fingerprint) return;
  const { source, externalNumber } = external;
  throw new DomainError('CONFLICT', `${externalNumber} of "${source}" is here already, with other content.`);
}
