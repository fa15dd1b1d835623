import { type Database, PLACING_CONNECTIONS } from '@holdfast/db/database';
import type { PlaceOrderInput, PlaceOrderOutput } from '@holdfast/shared/contracts/orders';
import type { Deps } from '../deps.ts';
import { CallerPosition } from '../infra/caller-position.ts';
import { faultPoint } from '../infra/fault-point.ts';
import { GroupCommit } from '../infra/group-commit.ts';
import {
  fingerprintOf,
  type IdempotencyScope,
  type Kept,
  type Outcome,
  untilAnswered,
} from '../infra/idempotency.ts';
import { orderAccessToken } from '../infra/tokens.ts';
import { tellChanges } from '../listing/tell-changes.ts';
import { hidePaymentToken } from './hide-payment-token.ts';
import { type KeptAnswer, type PlaceCall, type Placed, placeGroup } from './place-group.ts';

/** Who asks. Keys of one scope never meet those of another. */
export type Caller = { scope: IdempotencyScope; customerId: string | null };

/** Measured by `npm run bench:orders`; see docs/decisions/0012-orders-share-their-commit.md. */
const GROUP = { most: 32, lanes: PLACING_CONNECTIONS, mostWaiting: 2_000 };

/** `lsn`: the answer's caller must see what is as new as this; 0 when the group changed nothing that shoppers see. */
type Answered = { result: Placed['results'][number]; lsn: number };

const groups = new WeakMap<Database, GroupCommit<PlaceCall, Answered>>();

/**
 * Turns a cart into an order, or says why not. Idempotency key, stock, order, first event and the outbox event
 * of the payment commit together; the payment itself is made later by the worker, so that no lock is held
 * across an outside call. A refusal commits the key alone. Orders that come at the same moment share a transaction, so
 * that a hot item's row is taken once for all of them.
 * @throws DomainError NOT_FOUND (cart), VALIDATION (empty cart, shipping method), CART_ALREADY_PLACED,
 * IDEMPOTENCY_CONFLICT, IN_PROGRESS, OVERLOADED
 */
export async function placeOrder(
  deps: Deps,
  { input, caller }: { input: PlaceOrderInput; caller: Caller },
): Promise<PlaceOrderOutput> {
  const call: PlaceCall = {
    input,
    customerId: caller.customerId,
    idempotency: {
      scope: caller.scope,
      key: input.idempotencyKey,
      operation: 'orders.place',
      fingerprint: fingerprintOfInput(input),
    },
  };
  const { answer } = await untilAnswered<KeptAnswer>(() => submit(deps, call));
  return toOutput(answer, deps.appSecret);
}

async function submit(deps: Deps, call: PlaceCall): Promise<Outcome<Kept<KeptAnswer>>> {
  const { result, lsn } = await groupOf(deps).submit(call);
  if (result.kind === 'error') throw result.error;
  deps.position?.wrote(lsn);
  // Whoever placed it first may have died before it told what shoppers see.
  if (result.kind === 'answer' && !result.first && isPlaced(result.answer)) await tellPosition(deps);
  return result;
}

/** The order stands, whether its position can be told or not. */
async function tellPosition(deps: Deps): Promise<void> {
  try {
    deps.position?.wrote(await deps.db.markLsn());
  } catch (error) {
    deps.log.warn({ err: error }, 'an order is acknowledged without its position');
  }
}

function isPlaced(answer: Kept<KeptAnswer>): boolean {
  return 'status' in answer && answer.status === 'placed';
}

function groupOf(deps: Deps): GroupCommit<PlaceCall, Answered> {
  const known = groups.get(deps.db);
  if (known) return known;
  const group = new GroupCommit<PlaceCall, Answered>({
    ...GROUP,
    run: (calls) => placeTogether(deps, calls),
  });
  groups.set(deps.db, group);
  return group;
}

async function placeTogether(deps: Deps, calls: PlaceCall[]): Promise<Answered[]> {
  const { results, changedHandles } = await deps.db.placing.$transaction(async (tx) => {
    const placed = await placeGroup(tx, calls);
    faultPoint('place: before commit');
    return placed;
  });
  faultPoint('place: after commit');
  if (results.some((result) => result.kind === 'answer' && result.first)) deps.signals.send('outbox');
  // Of the whole group: the process's `deps` may be those of whoever asked first.
  const position = new CallerPosition();
  await tellChanges({ ...deps, position }, changedHandles);
  return results.map((result) => ({ result, lsn: position.written }));
}

function fingerprintOfInput({ idempotencyKey: _, ...input }: PlaceOrderInput): string {
  return fingerprintOf({ ...input, payment: hidePaymentToken(input.payment) });
}

function toOutput(answer: KeptAnswer, appSecret: string): PlaceOrderOutput {
  if (answer.status !== 'placed') return answer;
  return {
    status: 'placed',
    order: {
      number: answer.number,
      accessToken: orderAccessToken(appSecret, answer.orderId),
      status: 'placed',
      total: answer.total,
    },
    payment: { state: 'pending' },
  };
}
