import type { Queryable } from '@holdfast/db/prisma';
import type { PlaceOrderInput, Quote } from '@holdfast/shared/contracts/orders';
import { DomainError } from '@holdfast/shared/errors';
import { v7 as uuidv7 } from 'uuid';
import { alreadyPlaced, type LoadedLine, noSuchCart } from '../cart/load-cart.ts';
import {
  claimKeys,
  type IdempotentCall,
  isKeptRefusal,
  type Kept,
  keepAnswers,
  type Outcome,
  refusalOf,
  requireSameRequest,
} from '../infra/idempotency.ts';
import { lockLevels } from '../inventory/lock-levels.ts';
import { moveStock } from '../inventory/move-stock.ts';
import { planAllocation, type Shortage, takeFromLevels } from '../inventory/plan-allocation.ts';
import { insertOrders, type NewOrder } from './insert-orders.ts';
import { loadPlacements, type Placement } from './load-placements.ts';
import { chooseShipping, type PricedOrder, priceOrder, toQuote } from './price-order.ts';

export type PlaceCall = {
  idempotency: IdempotentCall;
  customerId: string | null;
  input: PlaceOrderInput;
};

/** What is kept for a repetition: the answer with the order's id in place of its access token. */
export type KeptAnswer =
  | { status: 'placed'; orderId: string; number: string; total: { amount: number; currency: string } }
  | { status: 'out_of_stock'; lines: Shortage[] }
  | { status: 'price_changed'; quote: Quote };

export type Placed = {
  /** What each call comes to, in the calls' order; an error is that call's alone. */
  results: (Outcome<Kept<KeptAnswer>> | { kind: 'error'; error: unknown })[];
  /** Products whose shown availability changed. */
  changedHandles: string[];
};

type Decision = { answer: Kept<KeptAnswer> } | { order: NewOrder } | { error: unknown };

/**
 * Turns carts into orders in one transaction, each with its key, or says why not: however many they are, the stock
 * is locked, changed and committed once. They are decided one after the other, so the last piece goes to the first of them;
 * a refusal is written beside its neighbours' orders.
 */
export async function placeGroup(tx: Queryable, calls: PlaceCall[]): Promise<Placed> {
  const results: Placed['results'] = calls.map(() => ({ kind: 'running' }));
  const open = await openCalls(tx, calls, results);
  if (open.length === 0) return { results, changedHandles: [] };

  const decisions = await decide(
    tx,
    open.map((index) => calls[index]).filter((call) => call !== undefined),
  );
  const orders = decisions.flatMap((decision) => ('order' in decision ? [decision.order] : []));
  const numbers = orders.length > 0 ? await insertOrders(tx, orders) : new Map<string, string>();
  const changedHandles = await moveStock(tx, {
    kind: 'allocation',
    changes: orders.flatMap(({ id, holds }) => holds.map((hold) => ({ ...hold, orderId: id }))),
  });

  const kept: { call: IdempotentCall; answer: Kept<KeptAnswer> }[] = [];
  open.forEach((index, place) => {
    const [call, decision] = [calls[index], decisions[place]];
    if (!call || !decision) return;
    if ('error' in decision) {
      results[index] = { kind: 'error', error: decision.error };
      return;
    }
    const answer = 'order' in decision ? toAnswer(decision.order, numbers) : decision.answer;
    results[index] = { kind: 'answer', answer, first: true };
    kept.push({ call: call.idempotency, answer });
  });
  if (kept.length > 0 && (await keepAnswers(tx, kept)) !== kept.length) {
    throw new Error('a key was used while it was being claimed');
  }
  return { results, changedHandles };
}

/** Fills in what is answered already. @returns the places of those that are to be decided now. */
async function openCalls(tx: Queryable, calls: PlaceCall[], results: Placed['results']): Promise<number[]> {
  const claims = await claimKeys<KeptAnswer>(
    tx,
    calls.map(({ idempotency }) => idempotency),
  );
  const taken = new Set<string>();
  return calls.flatMap(({ idempotency, input }, index) => {
    const claim = claims[index];
    if (claim?.kind === 'kept') results[index] = repeat(claim, idempotency);
    // A lock lets its own holder in again: the same key, or the same cart, twice in one group goes one after the other.
    const names = [`${idempotency.scope}\n${idempotency.key}`, input.cartId];
    if (claim?.kind !== 'free' || names.some((name) => taken.has(name))) return [];
    for (const name of names) taken.add(name);
    return [index];
  });
}

function repeat(
  kept: { operation: string; fingerprint: string; answer: Kept<KeptAnswer> },
  call: IdempotentCall,
): Placed['results'][number] {
  try {
    requireSameRequest(kept, call);
    return { kind: 'answer', answer: kept.answer, first: false };
  } catch (error) {
    return { kind: 'error', error };
  }
}

async function decide(tx: Queryable, calls: PlaceCall[]): Promise<Decision[]> {
  const placements = await loadPlacements(
    tx,
    calls.map(({ input }) => ({ cartId: input.cartId, country: input.shippingAddress.country })),
  );
  const items = [...placements.values()].flatMap(({ components }) =>
    components.map(({ stockItemId }) => stockItemId),
  );
  const levels = items.length > 0 ? await lockLevels(tx, [...new Set(items)]) : [];
  return calls.map((call) => {
    try {
      const placement = placements.get(call.input.cartId);
      if (!placement) throw noSuchCart();
      const priced = pricePlacement(placement, call.input);
      const refused = refuse(priced, call.input);
      if (refused) return { answer: refused };
      const plan = planAllocation(priced.lines, placement.components, levels);
      if (plan.kind === 'short') return { answer: { status: 'out_of_stock', lines: plan.lines } };
      takeFromLevels(levels, plan.changes);
      const { components } = placement;
      const { customerId, input } = call;
      const ids = { id: uuidv7(), paymentId: uuidv7() };
      return { order: { ...ids, customerId, priced, input, components, holds: plan.changes } };
    } catch (error) {
      return isKeptRefusal(error) ? { answer: refusalOf(error) } : { error };
    }
  });
}

/** @throws DomainError CART_ALREADY_PLACED, VALIDATION (empty cart, shipping method) */
function pricePlacement({ head, lines, terms }: Placement, input: PlaceOrderInput): PricedOrder {
  if (head.orderNumber !== null) throw alreadyPlaced(head.orderNumber);
  if (lines.length === 0) {
    throw new DomainError('VALIDATION', 'The cart is empty.', {
      issues: [{ path: 'cartId', message: 'There is nothing in this cart.' }],
    });
  }
  return priceOrder({ head, lines }, terms, chooseShipping(terms, input.shippingMethod));
}

/** Why it is no order, whatever the stock; null when nothing is in its way. */
function refuse(priced: PricedOrder, input: PlaceOrderInput): KeptAnswer | null {
  const unsold = priced.lines.filter((line) => !line.isSold || line.amount === null);
  if (unsold.length > 0) return { status: 'out_of_stock', lines: unsold.map(asGone) };
  if (isExpectedTotal(priced, input.expectedTotal)) return null;
  return { status: 'price_changed', quote: toQuote(priced) };
}

function isExpectedTotal(priced: PricedOrder, expected: PlaceOrderInput['expectedTotal']): boolean {
  if (!expected) return true;
  return expected.amount === priced.amounts.total && expected.currency === priced.head.currency;
}

function asGone(line: LoadedLine): Shortage {
  return { variantId: line.variantId, requested: line.quantity, available: 0 };
}

function toAnswer({ id, priced }: NewOrder, numbers: Map<string, string>): KeptAnswer {
  const number = numbers.get(id);
  if (number === undefined) throw new Error('the order was not written');
  const total = { amount: priced.amounts.total, currency: priced.head.currency };
  return { status: 'placed', orderId: id, number, total };
}
