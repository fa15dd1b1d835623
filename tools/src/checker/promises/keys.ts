import { z } from 'zod';
import type { Order } from '../books.ts';
import type { Call } from '../history.ts';
import type { History } from '../history-index.ts';
import { broken, firstBroken, type Judgement, KEPT, orderRow, row } from '../judgement.ts';
import { placesOf } from '../places.ts';
import { inputOf, isRefused } from '../read-call.ts';
import { ordersOfRun, type World } from '../world.ts';
import { originsOf } from './imports.ts';

const ofOrder = z.object({ number: z.string(), idempotencyKey: z.string().optional() });

/** A call that is repeated under its key has its effect once: one refund, one more payment. */
export function judgeKeys(world: World): Judgement[] {
  const { history } = world;
  const carts = new Set<string | null>(placesOf(history).map(({ cartId }) => cartId));
  const origins = originsOf(history);
  const refunds = callsByOrder(history, 'orders.admin.refund');
  const pays = callsByOrder(history, 'orders.pay');
  return ordersOfRun(world)
    .filter(({ cartId, origin }) => carts.has(cartId) || origins.has(origin))
    .map((order) =>
      firstBroken([
        judgeRefunds(order, refunds.get(order.number) ?? []),
        judgePayments(order, pays.get(order.number) ?? []),
      ]),
    );
}

/** Those of which something may have come. */
function callsByOrder(history: History, procedure: string): Map<string | undefined, Call[]> {
  const calls = history.callsOf(procedure).filter((call) => !isRefused(call));
  return Map.groupBy(calls, (call) => inputOf(call, ofOrder)?.number);
}

function judgeRefunds(order: Order, calls: Call[]): Judgement {
  const { number, refunds, payments, events } = order;
  const givenUp = payments.filter((payment) => payment.givenUp);
  // Whoever cancels gives back what was taken; a human may have a refund that failed repeated.
  const others = events.filter(({ type }) => type === 'cancelled' || type === 'attention_resolved');
  const most = countKeys(calls) + givenUp.length + others.length;
  if (refunds.length <= most) return KEPT;
  return broken(`Order ${number} has ${refunds.length} refunds, of ${most} that there may be.`, [
    ...calls,
    orderRow(order),
    ...refunds.map((refund) => row('refund', refund)),
  ]);
}

/** One by which it was placed, or that was brought in with it. */
function judgePayments(order: Order, calls: Call[]): Judgement {
  const { number, payments } = order;
  const most = 1 + countKeys(calls);
  if (payments.length <= most) return KEPT;
  return broken(`Order ${number} has ${payments.length} payments, of ${most} that there may be.`, [
    ...calls,
    orderRow(order),
    ...payments.map((payment) => row('payment', payment)),
  ]);
}

/** A key is a session's own; a call without one is as good as a key of its own. */
function countKeys(calls: Call[]): number {
  return new Set(
    calls.map((call) => {
      const key = inputOf(call, ofOrder)?.idempotencyKey;
      return key === undefined ? call : `${call.session} ${key}`;
    }),
  ).size;
}
