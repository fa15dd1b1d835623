import type { Database } from '@holdfast/db/database';
import type { Queryable } from '@holdfast/db/prisma';
import { DomainError } from '@holdfast/shared/errors';
import { stringify } from 'safe-stable-stringify';
import { sha256 } from './tokens.ts';

/** Who a key belongs to: one person's keys never meet another's. */
export type IdempotencyScope = 'guest' | `user:${string}`;

export type IdempotentCall = {
  scope: IdempotencyScope;
  key: string;
  operation: string;
  /** Of the whole input, see `fingerprintOf`. */
  fingerprint: string;
};

const KEEP_HOURS = 48;
const WAIT_MS = 10_000;
const FIRST_POLL_MS = 25;
const LONGEST_POLL_MS = 250;

/** SHA-256 of the input with its fields in order. Secrets in it must be hashed before. */
export function fingerprintOf(input: unknown): string {
  return sha256(stringify(input) ?? '');
}

type Outcome<T> = { kind: 'answer'; answer: T; first: boolean } | { kind: 'running' };

/**
 * Runs a write at most once per key and gives its first answer to every repetition, refusals included. The
 * answer is committed together with what the write did; an error that is thrown keeps nothing. Whoever comes
 * while the first still runs waits outside of any connection.
 *
 * @throws DomainError IDEMPOTENCY_CONFLICT: the key was used for another input.
 * @throws DomainError IN_PROGRESS: the first call has not ended within 10 s.
 */
export async function runIdempotent<T>(
  db: Database,
  call: IdempotentCall,
  write: (tx: Queryable) => Promise<T>,
): Promise<{ answer: T; first: boolean }> {
  const deadline = Date.now() + WAIT_MS;
  for (let pause = FIRST_POLL_MS; ; pause = Math.min(pause * 2, LONGEST_POLL_MS)) {
    const outcome = await db.primary.$transaction((tx) => attempt(tx, call, write));
    if (outcome.kind === 'answer') return outcome;
    if (Date.now() + pause > deadline) {
      throw new DomainError('IN_PROGRESS', 'The same request is still being worked on.', { retryAfter: 2 });
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function attempt<T>(
  tx: Queryable,
  call: IdempotentCall,
  write: (tx: Queryable) => Promise<T>,
): Promise<Outcome<T>> {
  // Two statements on purpose: a statement sees what had committed when it began, so only one that begins after
  // the lock was taken is sure to see the answer of whoever held it before.
  const [state] = await tx.$queryRaw<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`${call.scope}\n${call.key}`}, 0)) AS locked`;
  if (!state?.locked) return { kind: 'running' };
  const [kept] = await tx.$queryRaw<{ operation: string; fingerprint: string; answer: T }[]>`
    SELECT operation, fingerprint, answer FROM idempotency_key
    WHERE scope = ${call.scope} AND key = ${call.key} AND expires_at > now()`;
  if (kept) {
    if (kept.operation !== call.operation || kept.fingerprint !== call.fingerprint) {
      throw new DomainError('IDEMPOTENCY_CONFLICT', 'This idempotency key was used for another request.');
    }
    return { kind: 'answer', answer: kept.answer, first: false };
  }
  const answer = await write(tx);
  await tx.$executeRaw`
    INSERT INTO idempotency_key (scope, key, operation, fingerprint, answer, expires_at)
    VALUES (${call.scope}, ${call.key}, ${call.operation}, ${call.fingerprint},
            ${JSON.stringify(answer)}::jsonb, now() + ${KEEP_HOURS} * interval '1 hour')
    ON CONFLICT (scope, key) DO UPDATE
      SET operation = excluded.operation, fingerprint = excluded.fingerprint, answer = excluded.answer,
          created_at = now(), expires_at = excluded.expires_at`;
  return { kind: 'answer', answer, first: true };
}
