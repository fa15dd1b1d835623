import type { Order } from '../books.ts';
import type { Cart, Contents } from '../carts.ts';
import type { History } from '../history-index.ts';
import { broken, firstBroken, type Judgement, KEPT, orderRow, row } from '../judgement.ts';
import { inputOf, isRefused, priceInput } from '../read-call.ts';

/** All prices that a variant ever had, or may have had, by variant and currency; nothing for one that was not offered. */
export type Prices = Map<string, Set<number>>;

export function pricesOf(history: History): Prices {
  const prices: Prices = new Map(
    history.offers.map(({ variantId, currency, price }) => [`${variantId} ${currency}`, new Set([price])]),
  );
  for (const call of history.callsOf('catalog.admin.setPrice')) {
    const input = isRefused(call) ? null : inputOf(call, priceInput);
    if (input) prices.get(`${input.variantId} ${input.currency}`)?.add(input.amount);
  }
  return prices;
}

/** An order costs the sum of its lines and its shipping, each line at a price that its variant had. */
export function judgePrice(order: Order, prices: Prices): Judgement {
  const { number, lines, shipping, discount, taxIncluded, total, currency } = order;
  const tax = taxIncluded ? 0 : order.shippingTax;
  const sum = lines.reduce((all, { gross }) => all + gross, 0) + shipping + tax - discount;
  if (sum !== total) {
    return broken(
      `Order ${number} costs ${total} ${currency}, and its lines and its shipping come to ${sum}.`,
      [orderRow(order), ...lines.map((line) => row('order_line', line))],
    );
  }
  return firstBroken(
    lines.map((line) => {
      const known = prices.get(`${line.variantId} ${currency}`);
      if (!known || known.has(line.unitAmount)) return KEPT;
      return broken(
        `Order ${number} has variant ${line.variantId} at ${line.unitAmount} ${currency}, which was never its price.`,
        [orderRow(order), row('order_line', line)],
      );
    }),
  );
}

/** An order is of what was in its cart, as far as that can be told. */
export function judgeContents(order: Order, cart: Cart | undefined): Judgement {
  const last = cart && lastContents(cart);
  if (!last) return KEPT;
  const ordered: Contents = new Map();
  for (const { variantId, quantity } of order.lines) {
    if (variantId !== null) ordered.set(variantId, (ordered.get(variantId) ?? 0) + quantity);
  }
  const wrong = [...new Set([...last.contents.keys(), ...ordered.keys()])].find(
    (variantId) => last.contents.get(variantId) !== ordered.get(variantId),
  );
  if (wrong === undefined) return KEPT;
  return broken(
    `Order ${order.number} has ${ordered.get(wrong) ?? 0} of variant ${wrong}, ` +
      `and its cart had ${last.contents.get(wrong) ?? 0} when it was last changed (call ${last.call.id}).`,
    [last.call, orderRow(order), ...order.lines.map((line) => row('order_line', line))],
  );
}

/**
 * A cart is not changed any more once it is an order, so its last acknowledged change is what was ordered, when
 * all of its changes were acknowledged, one after the other.
 */
function lastContents({ changes }: Cart) {
  const sorted = changes.toSorted((a, b) => a.from - b.from);
  const isOrderly = sorted.every(({ to }, index) => to < (sorted[index + 1]?.from ?? Infinity));
  const last = sorted.at(-1);
  return isOrderly && last?.contents ? { call: last.call, contents: last.contents } : null;
}
