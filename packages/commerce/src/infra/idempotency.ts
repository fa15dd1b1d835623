import type { Database } from '@holdfast/db/database';
import type { Queryable } from '@holdfast/db/prisma';
import { retryConflicts } from '@holdfast/db/retry-conflicts';
import { DomainError, type ErrorCode } from '@holdfast/shared/errors';
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

/** What is kept of the first call: its answer, or why it was refused. */
export type Kept<T> = T | { refusal: Pick<DomainError, 'code' | 'message' | 'issues' | 'details'> };

export type Outcome<T> = { kind: 'answer'; answer: T; first: boolean } | { kind: 'running' };

const KEEP_HOURS = 48;
const WAIT_MS = 10_000;
const FIRST_POLL_MS = 25;
const LONGEST_POLL_MS = 250;

/**
 * Refusals that are a decision: the same request would be refused again, or would do what it was told that it had
 * not done. Bad input is none, so a corrected request may use its key; nor is what may go away by itself.
 */
const KEPT_REFUSALS: ReadonlySet<ErrorCode> = new Set(['CONFLICT', 'CART_ALREADY_PLACED', 'BELOW_ALLOCATED']);

/** SHA-256 of the input with its fields in order. Secrets in it must be hashed before. */
export function fingerprintOf(input: unknown): string {
  return sha256(stringify(input) ?? '');
}

/**
 * Runs a write at most once per key and gives its first answer to every repetition, refusals included. The
 * answer is committed together with what the write did; a refusal commits the key alone. Whoever comes
 * while the first still runs waits outside of any connection. A write that a conflict with others undid runs again, so it
 * must leave nothing behind but what it wrote.
 *
 * @throws DomainError IDEMPOTENCY_CONFLICT: the key was used for another input.
 * @throws DomainError IN_PROGRESS: the first call has not ended within 10 s.
 */
export async function runIdempotent<T>(
  db: Database,
  call: IdempotentCall,
  write: (tx: Queryable) => Promise<T>,
): Promise<{ answer: T; first: boolean }> {
  return untilAnswered(async () => {
    try {
      return await retryConflicts(() => db.primary.$transaction((tx) => attempt(tx, call, () => write(tx))));
    } catch (error) {
      if (!isKeptRefusal(error)) throw error;
      return db.primary.$transaction((tx) => attempt(tx, call, async () => refusalOf(error) as T));
    }
  });
}

/**
 * The same for a write whose caller may have given no key: then it runs as often as it is asked for. `input` is all of
 * it but the key.
 */
export async function runKeyed<T>(
  db: Database,
  call: { scope: IdempotencyScope; key: string | undefined; operation: string; input: unknown },
  write: (tx: Queryable) => Promise<T>,
): Promise<T> {
  const { key, input, ...rest } = call;
  if (key === undefined) return retryConflicts(() => db.primary.$transaction(write));
  return (await runIdempotent(db, { ...rest, key, fingerprint: fingerprintOf(input) }, write)).answer;
}

/**
 * Asks again and again until a key's first call has ended.
 * @throws DomainError IN_PROGRESS after 10 s.
 */
export async function untilAnswered<T>(
  ask: () => Promise<Outcome<Kept<T>>>,
): Promise<{ answer: T; first: boolean }> {
  const deadline = Date.now() + WAIT_MS;
  for (let pause = FIRST_POLL_MS; ; pause = Math.min(pause * 2, LONGEST_POLL_MS)) {
    const outcome = await ask();
    if (outcome.kind === 'answer') return { answer: openKept(outcome.answer), first: outcome.first };
    if (Date.now() + pause > deadline) {
      throw new DomainError('IN_PROGRESS', 'The same request is still being worked on.', { retryAfter: 2 });
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

export function isKeptRefusal(error: unknown): error is DomainError {
  return error instanceof DomainError && KEPT_REFUSALS.has(error.code);
}

/** The form in which a refusal is kept. */
export function refusalOf({ code, message, issues, details }: DomainError): Kept<never> {
  return { refusal: { code, message, issues, details } };
}

/** A kept answer, or its refusal thrown as it was at first. */
function openKept<T>(kept: Kept<T>): T {
  if (typeof kept !== 'object' || kept === null || !('refusal' in kept)) return kept;
  const { code, message, issues, details } = kept.refusal;
  throw new DomainError(code, message, { issues, details });
}

/** @throws DomainError IDEMPOTENCY_CONFLICT: it was kept for another request. Nothing of that one is told. */
export function requireSameRequest(
  kept: { operation: string; fingerprint: string },
  call: IdempotentCall,
): void {
  if (kept.operation === call.operation && kept.fingerprint === call.fingerprint) return;
  throw new DomainError('IDEMPOTENCY_CONFLICT', 'This idempotency key was used for another request.');
}

async function attempt<T>(
  tx: Queryable,
  call: IdempotentCall,
  write: () => Promise<T>,
): Promise<Outcome<Kept<T>>> {
  // Two statements on purpose: a statement sees what had committed when it began, so only one that begins after
  // the lock was taken is sure to see the answer of whoever held it before.
  const [state] = await tx.$queryRaw<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`${call.scope}\n${call.key}`}, 0)) AS locked`;
  if (!state?.locked) return { kind: 'running' };
  const [kept] = await tx.$queryRaw<{ operation: string; fingerprint: string; answer: Kept<T> }[]>`
    SELECT operation, fingerprint, answer FROM idempotency_key
    WHERE scope = ${call.scope} AND key = ${call.key} AND expires_at > now()`;
  if (kept) {
    requireSameRequest(kept, call);
    return { kind: 'answer', answer: kept.answer, first: false };
  }
  const answer = await write();
  const stored = await keepAnswers(tx, [{ call, answer }]);
  if (stored !== 1) throw new Error('the key was used behind its lock');
  return { kind: 'answer', answer, first: true };
}

/**
 * Claims keys for a transaction in one statement: an answer that is kept, `running` when somebody else holds the key,
 * or `free`. The statement may have begun before the last holder's commit, so `keepAnswers` looks once more.
 */
export async function claimKeys<T>(
  tx: Queryable,
  calls: IdempotentCall[],
): Promise<
  (
    | { kind: 'kept'; operation: string; fingerprint: string; answer: Kept<T> }
    | { kind: 'running' }
    | { kind: 'free' }
  )[]
> {
  const asked = calls.map(({ scope, key }) => ({ scope, key }));
  const rows = await tx.$queryRaw<
    { locked: boolean; operation: string | null; fingerprint: string; answer: Kept<T> }[]
  >`
    SELECT pg_try_advisory_xact_lock(hashtextextended(asked.scope || E'\n' || asked.key, 0)) AS locked,
           kept.operation, kept.fingerprint, kept.answer
    FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS (scope text, key text))
      WITH ORDINALITY AS asked (scope, key, place)
    LEFT JOIN idempotency_key AS kept
      ON kept.scope = asked.scope AND kept.key = asked.key AND kept.expires_at > now()
    ORDER BY asked.place`;
  return rows.map(({ locked, operation, fingerprint, answer }) => {
    if (operation !== null) return { kind: 'kept', operation, fingerprint, answer };
    return { kind: locked ? 'free' : 'running' };
  });
}

/** Keeps first answers, in the transaction of what they tell. @returns how many; fewer when a key was used meanwhile. */
export function keepAnswers(
  tx: Queryable,
  answers: { call: IdempotentCall; answer: unknown }[],
): Promise<number> {
  const rows = answers.map(({ call, answer }) => ({ ...call, answer }));
  return tx.$executeRaw`
    INSERT INTO idempotency_key (scope, key, operation, fingerprint, answer, expires_at)
    SELECT scope, key, operation, fingerprint, answer, now() + ${KEEP_HOURS} * interval '1 hour'
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS kept (scope text, key text, operation text, fingerprint text, answer jsonb)
    ON CONFLICT (scope, key) DO UPDATE
      SET operation = excluded.operation, fingerprint = excluded.fingerprint, answer = excluded.answer,
          created_at = now(), expires_at = excluded.expires_at
      WHERE idempotency_key.expires_at <= now()`;
}
