import type { Queryable } from '@holdfast/db/prisma';
import type { PlaceOrderInput, PlaceOrderOutput, Quote } from '@holdfast/shared/contracts/orders';
import { DomainError } from '@holdfast/shared/errors';
import { v7 as uuidv7 } from 'uuid';
import { type LoadedLine, loadCartLines, lockCart } from '../cart/load-cart.ts';
import { dropProducts } from '../catalog/drop-products.ts';
import type { Deps } from '../deps.ts';
import { fingerprintOf, type IdempotencyScope, runIdempotent } from '../infra/idempotency.ts';
import { orderAccessToken } from '../infra/tokens.ts';
import { lockLevels } from '../inventory/lock-levels.ts';
import { moveStock } from '../inventory/move-stock.ts';
import { planAllocation, type Shortage } from '../inventory/plan-allocation.ts';
import { loadTerms } from '../pricing/load-terms.ts';
import { hidePaymentToken } from './hide-payment-token.ts';
import { insertOrder } from './insert-order.ts';
import { chooseShipping, type PricedOrder, priceOrder, toQuote } from './price-order.ts';

/** Who asks. Keys of one scope never meet those of another. */
export type Caller = { scope: IdempotencyScope; customerId: string | null };

/** What is kept for a repetition: the answer with the order's id in place of its access token. */
type KeptAnswer =
  | { status: 'placed'; orderId: string; number: string; total: { amount: number; currency: string } }
  | { status: 'out_of_stock'; lines: Shortage[] }
  | { status: 'price_changed'; quote: Quote };

/** What became of an attempt: the answer, and the products whose availability it changed. */
type Outcome = { answer: KeptAnswer; changedHandles: string[] };

/**
 * Turns a cart into an order, or says why not. Idempotency key, stock, order, first event and the outbox event
 * of the payment commit together; the payment itself is made later by the worker, so that no lock is held
 * across an outside call. A refusal commits the key alone.
 * @throws DomainError NOT_FOUND (cart), VALIDATION (empty cart, shipping method), CART_ALREADY_PLACED,
 * IDEMPOTENCY_CONFLICT, IN_PROGRESS
 */
export async function placeOrder(
  deps: Deps,
  call: { input: PlaceOrderInput; caller: Caller },
): Promise<PlaceOrderOutput> {
  const { input, caller } = call;
  let changedHandles: string[] = [];
  const { answer, first } = await runIdempotent(
    deps.db,
    {
      scope: caller.scope,
      key: input.idempotencyKey,
      operation: 'orders.place',
      fingerprint: fingerprintOfInput(input),
    },
    async (tx) => {
      const outcome = await attemptOrder(tx, call);
      changedHandles = outcome.changedHandles;
      return outcome.answer;
    },
  );
  if (first && answer.status === 'placed') {
    deps.signals.send('outbox');
    await dropProducts(deps, changedHandles);
  }
  return toOutput(answer, deps.appSecret);
}

async function attemptOrder(
  tx: Queryable,
  { input, caller }: { input: PlaceOrderInput; caller: Caller },
): Promise<Outcome> {
  const priced = await priceLockedCart(tx, input);
  const unsold = priced.lines.filter((line) => !line.isSold || line.amount === null);
  if (unsold.length > 0) return refuseOutOfStock(unsold.map(asGone));
  if (!isExpectedTotal(priced, input.expectedTotal)) {
    return { answer: { status: 'price_changed', quote: toQuote(priced) }, changedHandles: [] };
  }
  const plan = await planLocked(tx, priced.lines);
  if (plan.kind === 'short') return refuseOutOfStock(plan.lines);

  const id = uuidv7();
  const number = await insertOrder(tx, {
    id,
    paymentId: uuidv7(),
    customerId: caller.customerId,
    priced,
    input,
    holds: plan.changes,
  });
  const changedHandles = await moveStock(tx, { kind: 'allocation', orderId: id, changes: plan.changes });
  const total = { amount: priced.amounts.total, currency: priced.head.currency };
  return { answer: { status: 'placed', orderId: id, number, total }, changedHandles };
}

async function priceLockedCart(tx: Queryable, input: PlaceOrderInput): Promise<PricedOrder> {
  const head = await lockCart(tx, input.cartId);
  const lines = await loadCartLines(tx, head);
  if (lines.length === 0) {
    throw new DomainError('VALIDATION', 'The cart is empty.', {
      issues: [{ path: 'cartId', message: 'There is nothing in this cart.' }],
    });
  }
  const terms = await loadTerms(tx, { ...head, country: input.shippingAddress.country });
  return priceOrder({ head, lines }, terms, chooseShipping(terms, input.shippingMethod));
}

async function planLocked(tx: Queryable, lines: LoadedLine[]) {
  const components = await tx.variantComponent.findMany({
    where: { variantId: { in: lines.map((line) => line.variantId) } },
  });
  const items = [...new Set(components.map((component) => component.stockItemId))];
  const levels = await lockLevels(tx, items);
  return planAllocation(lines, components, levels);
}

function isExpectedTotal(priced: PricedOrder, expected: PlaceOrderInput['expectedTotal']): boolean {
  if (!expected) return true;
  return expected.amount === priced.amounts.total && expected.currency === priced.head.currency;
}

function refuseOutOfStock(lines: Shortage[]): Outcome {
  return { answer: { status: 'out_of_stock', lines }, changedHandles: [] };
}

function asGone(line: LoadedLine): Shortage {
  return { variantId: line.variantId, requested: line.quantity, available: 0 };
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
