import type { z } from 'zod';
import type { Order } from '../books.ts';
import type { Call } from '../history.ts';
import type { History } from '../history-index.ts';
import { broken, firstBroken, type Judgement, KEPT, NOT_EXAMINED, orderRow } from '../judgement.ts';
import { answerOf, importAnswer, importInput, inputOf, isRefused } from '../read-call.ts';
import { judgePrice } from './price.ts';

type Money = { amount: number; currency: string };

/** An order that was brought in, as it was acknowledged. `origin`: what it is called where it comes from. */
type Import = { call: Call; origin: string; number: string; total: Money };

/** What all orders are called, where they come from, that were brought in, or may have been. */
export function originsOf(history: History): Set<string | null> {
  const calls = history.callsOf('orders.admin.import').filter((call) => !isRefused(call));
  return new Set(calls.flatMap((call) => inputOf(call, importInput) ?? []).map(originOf));
}

function originOf({ source, externalNumber }: z.infer<typeof importInput>): string {
  return `${source} ${externalNumber}`;
}

/** What was brought in exists, once under its name, at its price. */
export function judgeImports(history: History, orders: Map<string, Order>): Judgement[] {
  const imports = history.callsOf('orders.admin.import').flatMap(readImport);
  return [
    ...imports.map((one) => judgeImport(one, orders)),
    ...[...Map.groupBy(imports, ({ origin }) => origin).values()].map(judgeOnce),
    ...[...Map.groupBy(imports, ({ number }) => number).values()].map(judgeOnce),
  ];
}

function readImport(call: Call): Import[] {
  const input = inputOf(call, importInput);
  const answer = answerOf(call, importAnswer);
  if (!input || answer?.number === undefined || !answer.total) return [];
  return [{ call, origin: originOf(input), number: answer.number, total: answer.total }];
}

function judgeImport({ call, number, total }: Import, orders: Map<string, Order>): Judgement {
  const order = orders.get(number);
  if (!order)
    return broken(`Order ${number} was acknowledged in call ${call.id}, and does not exist.`, [call]);
  const isAsSaid = order.total === total.amount && order.currency === total.currency;
  const judged = isAsSaid
    ? KEPT
    : broken(
        `Order ${number} was acknowledged at ${total.amount} ${total.currency} in call ${call.id}, ` +
          `and costs ${order.total} ${order.currency}.`,
        [call, orderRow(order)],
      );
  // Its lines are at the prices that it came with.
  return firstBroken([judged, judgePrice(order, new Map())]);
}

/** Calls that brought in the same order, by its name there or by its number here. */
function judgeOnce(imports: Import[]): Judgement {
  const [first, ...others] = imports;
  const other = others.find(({ origin, number }) => origin !== first?.origin || number !== first.number);
  if (!first || !other) return NOT_EXAMINED;
  return broken(
    `${first.origin} became order ${first.number} in call ${first.call.id}, ` +
      `and ${other.origin} order ${other.number} in call ${other.call.id}.`,
    [first.call, other.call],
  );
}
