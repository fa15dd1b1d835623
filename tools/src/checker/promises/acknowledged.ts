import type { Order } from '../books.ts';
import { type Cart, cartsOf } from '../carts.ts';
import type { Call } from '../history.ts';
import { broken, firstBroken, type Judgement, KEPT, NOT_EXAMINED, orderRow, together } from '../judgement.ts';
import { type Place, placesOf } from '../places.ts';
import { isRefused } from '../read-call.ts';
import { ordersOfRun, type World } from '../world.ts';
import { judgeImports, originsOf } from './imports.ts';
import { judgeContents, judgePrice, pricesOf } from './price.ts';

type OrdersByCart = Map<string | null, Order[]>;

/** What the history and the books have of one cart. */
type Checkout = { cartId: string; cart: Cart | undefined; places: Place[]; orders: Order[] };

/** Orders are those that were acknowledged, and no others but one for each call of which nobody heard. */
export function judgeAcknowledged(world: World): Judgement {
  const { history, books } = world;
  const places = placesOf(history);
  const orders = Map.groupBy(books.orders, ({ cartId }) => cartId);
  const byNumber = new Map(books.orders.map((order) => [order.number, order]));
  const prices = pricesOf(history);
  const checkouts = checkoutsOf(cartsOf(history), places, orders);
  return together([
    ...checkouts.map((checkout) =>
      firstBroken([
        ...checkout.places.map((place) => judgeAnswer(place, byNumber)),
        judgeNumberOfOrders(checkout),
        judgeAsked(checkout),
        judgeToldPlaced(checkout),
        ...checkout.orders.flatMap((order) => [
          judgePrice(order, prices),
          judgeContents(order, checkout.cart),
        ]),
      ]),
    ),
    ...[...Map.groupBy(places, ({ key, call }) => `${call.session} ${key}`).values()].map((same) =>
      judgeKey(same, orders),
    ),
    ...judgeImports(history, byNumber),
    ...(history.isOwnShop ? judgeStrangers(world, checkouts) : []),
  ]);
}

/** Where nobody else buys, each order of the run is of a cart that was filled, or was brought in. */
function judgeStrangers(world: World, checkouts: Checkout[]): Judgement[] {
  const carts = new Set<string | null>(checkouts.map(({ cartId }) => cartId));
  const origins = originsOf(world.history);
  const strangers = ordersOfRun(world).filter(
    ({ cartId, origin }) => !carts.has(cartId) && !origins.has(origin),
  );
  return strangers.map((order) =>
    broken(`Order ${order.number} is of no cart that was filled, and was not brought in.`, [orderRow(order)]),
  );
}

function checkoutsOf(carts: Cart[], places: Place[], orders: OrdersByCart): Checkout[] {
  const byCart = Map.groupBy(places, ({ cartId }) => cartId);
  const known = new Map(carts.map((cart) => [cart.id, cart]));
  return [...new Set([...known.keys(), ...byCart.keys()])].map((cartId) => ({
    cartId,
    cart: known.get(cartId),
    places: byCart.get(cartId) ?? [],
    orders: orders.get(cartId) ?? [],
  }));
}

/** An order that was acknowledged exists, of this cart, and costs what was said. */
function judgeAnswer(
  { call, cartId, order: told, expectedTotal }: Place,
  orders: Map<string, Order>,
): Judgement {
  if (!told) return KEPT;
  const order = orders.get(told.number);
  if (!order)
    return broken(`Order ${told.number} was acknowledged in call ${call.id}, and does not exist.`, [call]);
  if (order.cartId !== cartId) {
    return broken(`Order ${told.number} was acknowledged in call ${call.id}, and is of another cart.`, [
      call,
      orderRow(order),
    ]);
  }
  const wrong = [told.total, expectedTotal].find(
    (total) => total && (total.amount !== order.total || total.currency !== order.currency),
  );
  if (!wrong) return KEPT;
  return broken(
    `Order ${told.number} was acknowledged at ${wrong.amount} ${wrong.currency} in call ${call.id}, ` +
      `and costs ${order.total} ${order.currency}.`,
    [call, orderRow(order)],
  );
}

function judgeNumberOfOrders({ cartId, places, orders }: Checkout): Judgement {
  if (orders.length <= 1) return KEPT;
  return broken(`Cart ${cartId} became ${orders.length} orders.`, [
    ...callsOf(places),
    ...orders.map(orderRow),
  ]);
}

/** There is no order that nobody asked for, or that everybody who asked for it was refused. */
function judgeAsked({ cartId, cart, places, orders }: Checkout): Judgement {
  const [order] = orders;
  if (!order || places.some(({ call, order: told }) => told || call.answer.kind === 'unknown')) return KEPT;
  if (places.length === 0) {
    const calls = cart?.changes.slice(-1).map(({ call }) => call) ?? [];
    return broken(`Cart ${cartId} became order ${order.number}, and nobody asked for it.`, [
      ...calls,
      orderRow(order),
    ]);
  }
  return broken(
    `Cart ${cartId} became order ${order.number}, and whoever asked for it was told that it did not.`,
    [...callsOf(places), orderRow(order)],
  );
}

/** Who is told that the cart is an order already is told of one that exists. */
function judgeToldPlaced({ cartId, places, orders }: Checkout): Judgement {
  const told = places.find(
    ({ call: { answer } }) => answer.kind === 'refused' && answer.code === 'CART_ALREADY_PLACED',
  );
  if (!told || orders.length > 0) return KEPT;
  return broken(
    `Cart ${cartId} was said to be an order already in call ${told.call.id}, and there is none of it.`,
    [told.call],
  );
}

/** One key, one order, whatever carts it was used for. */
function judgeKey(places: Place[], orders: OrdersByCart): Judgement {
  const asked = places.filter(({ call }) => !isRefused(call));
  const carts = [...new Map(asked.map((place) => [place.cartId, place])).values()];
  if (carts.length < 2) return NOT_EXAMINED;
  const acknowledged = carts.filter(({ order, cartId }) => order && orders.has(cartId));
  if (acknowledged.length < 2) return KEPT;
  return broken(`Key ${places[0]?.key} became ${acknowledged.length} orders.`, callsOf(acknowledged));
}

function callsOf(places: Place[]): Call[] {
  return places.map(({ call }) => call);
}
