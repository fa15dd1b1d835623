import { setTimeout as pause } from 'node:timers/promises';
import type { PrismaClient } from '@holdfast/db/prisma';
import {
  type AuthorizeRequest,
  type Charge,
  type PaymentProvider,
  ProviderUnavailable,
  UnknownOutcome,
} from './provider.ts';

/** A row of the ledger. `failed`: asked for, but not in the books. */
type Row = { reference: string; state: Charge['status'] | 'failed'; attempts: number };

const SLOW_MS = 3_000;
const FLAKY_FAILURES = 2;

/**
 * A provider that charges nobody, for tests, demos and rehearsals. Its tokens: `ok` (also none), `declined`,
 * `slow` (3 s), `flaky` (fails twice, then works), `lost` (charges, then the answer is lost), `down`. It keeps its
 * books in `test_charge`, each statement in a transaction of its own, as a foreign service would: what it has
 * charged stays charged whatever becomes of the caller.
 */
export function createTestProvider(ledger: PrismaClient): PaymentProvider {
  return {
    authorize: (request) => authorize(ledger, request),
    capture: async ({ reference }) => {
      const taken = await ledger.$executeRaw`
        UPDATE test_charge SET state = 'captured'
        WHERE reference = ${reference} AND state IN ('authorized', 'captured')`;
      return taken === 1
        ? { status: 'captured' }
        : { status: 'refused', reason: 'The authorization is no longer valid.' };
    },
    cancel: async ({ reference }) => {
      await ledger.$executeRaw`
        UPDATE test_charge SET state = 'cancelled' WHERE reference = ${reference} AND state = 'authorized'`;
    },
    find: async (idempotencyKey) => {
      const [row] = await ledger.$queryRaw<Row[]>`
        SELECT reference, state, attempts FROM test_charge WHERE idempotency_key = ${idempotencyKey}`;
      return row ? toCharge(row) : null;
    },
  };
}

async function authorize(ledger: PrismaClient, request: AuthorizeRequest): Promise<Charge> {
  const token = request.token ?? 'ok';
  if (token === 'slow') await pause(SLOW_MS, undefined, { signal: request.signal });
  const before = await countAttempt(ledger, request);
  const known = toCharge(before);
  if (known) return known;
  if (token === 'down' || (token === 'flaky' && before.attempts <= FLAKY_FAILURES)) {
    throw new ProviderUnavailable('The test provider does not answer.');
  }
  const works = ['ok', 'slow', 'flaky', 'lost'].includes(token);
  await ledger.$executeRaw`
    UPDATE test_charge SET state = ${works ? 'authorized' : 'declined'}
    WHERE idempotency_key = ${request.idempotencyKey} AND state = 'failed'`;
  if (token === 'lost') throw new UnknownOutcome('The answer of the test provider was lost.');
  return works
    ? { status: 'authorized', reference: before.reference }
    : { status: 'declined', reason: DECLINE_REASON };
}

const DECLINE_REASON = 'The card was declined.';

async function countAttempt(ledger: PrismaClient, request: AuthorizeRequest): Promise<Row> {
  // Without a target, so that whoever comes at the same moment collides with neither of the two unique columns.
  await ledger.$executeRaw`
    INSERT INTO test_charge (idempotency_key, reference, amount, currency, state, attempts)
    VALUES (${request.idempotencyKey}, ${`test_${request.idempotencyKey}`}, ${request.amount}, ${request.currency},
            'failed', 0)
    ON CONFLICT DO NOTHING`;
  const [row] = await ledger.$queryRaw<Row[]>`
    UPDATE test_charge SET attempts = attempts + 1 WHERE idempotency_key = ${request.idempotencyKey}
    RETURNING reference, state, attempts`;
  if (!row) throw new ProviderUnavailable('The test provider could not write its books.');
  return row;
}

function toCharge({ state, reference }: Row): Charge | null {
  if (state === 'failed') return null;
  return state === 'declined' ? { status: state, reason: DECLINE_REASON } : { status: state, reference };
}
