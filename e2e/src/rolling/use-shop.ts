import { orderInput, type Placed } from '../checkout.ts';
import { Connection } from './connection.ts';

export type ShopUse = {
  /** Where the API is asked; the connections take turns. */
  urls: string[];
  connections: number;
  variantId: string;
  /** Each connection finishes what it has begun. */
  until: AbortSignal;
};

export type UseReport = {
  requests: number;
  /** What each failed request met. */
  failures: string[];
  slowestMs: number;
  placed: Placed[];
};

type Ask = <T>(what: (connection: Connection) => Promise<T>) => Promise<T>;

/** Looks around, fills a cart and buys it, over one connection. */
async function visit(ask: Ask, variantId: string): Promise<Placed> {
  const { items } = await ask((shop) => shop.query<{ items: { handle: string }[] }>('catalog.list', {}));
  for (const { handle } of items.slice(0, 5)) {
    await ask((shop) => shop.query('catalog.product', { handle }));
  }
  const cart = await ask((shop) => shop.mutate<{ id: string }>('cart.add', { variantId, quantity: 1 }));
  const answer = await ask((shop) => shop.mutate<{ order: Placed }>('orders.place', orderInput(cart.id)));
  const { number, accessToken } = answer.order;
  await ask((shop) => shop.query('orders.get', { number, accessToken }));
  return { number, accessToken };
}

/** Shoppers who never stop, each over a connection of their own, until they are told to. */
export async function useShop({ urls, connections, variantId, until }: ShopUse): Promise<UseReport> {
  const report: UseReport = { requests: 0, failures: [], slowestMs: 0, placed: [] };
  const shopper = async (index: number) => {
    const connection = new Connection(urls[index % urls.length] ?? '');
    const ask: Ask = async (what) => {
      const begun = performance.now();
      report.requests += 1;
      try {
        return await what(connection);
      } finally {
        report.slowestMs = Math.max(report.slowestMs, performance.now() - begun);
      }
    };
    while (!until.aborted) {
      await visit(ask, variantId).then(
        (order) => report.placed.push(order),
        (error: Error) => report.failures.push(error.message),
      );
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, (_, index) => shopper(index)));
  return report;
}
