import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

const PAID_WITHIN_MS = 60_000;

type Ask = <T>(procedure: string, input: object) => Promise<T>;

async function answerOf<T>(response: Response): Promise<T> {
  const body = (await response.json()) as { result?: { data: T }; error?: { message: string } };
  if (!body.result) throw new Error(`${new URL(response.url).pathname}: ${body.error?.message}`);
  return body.result.data;
}

/** The public API as any HTTP client sees it. */
function connect(apiUrl: string): { query: Ask; mutate: Ask } {
  return {
    query: async (procedure, input) => {
      const text = encodeURIComponent(JSON.stringify(input));
      return answerOf(await fetch(`${apiUrl}/trpc/${procedure}?input=${text}`));
    },
    mutate: async (procedure, input) => {
      const headers = { 'content-type': 'application/json' };
      const request = { method: 'POST', headers, body: JSON.stringify(input) };
      return answerOf(await fetch(`${apiUrl}/trpc/${procedure}`, request));
    },
  };
}

type Api = ReturnType<typeof connect>;
type Placed = { status: string; order: { number: string; accessToken: string } };

async function placeOrder({ query, mutate }: Api): Promise<Placed['order']> {
  const { items } = await query<{ items: { handle: string }[] }>('catalog.list', {});
  const handle = items[0]?.handle;
  const { variants } = await query<{ variants: { id: string }[] }>('catalog.product', { handle });
  const { id } = await mutate<{ id: string }>('cart.add', { variantId: variants[0]?.id, quantity: 1 });
  const { status, order } = await mutate<Placed>('orders.place', {
    idempotencyKey: randomUUID(),
    cartId: id,
    email: 'shopper@example.com',
    shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
    shippingMethod: 'standard',
    payment: { provider: 'test', token: 'ok' },
  });
  if (status !== 'placed') throw new Error(`the order was not placed: ${status}`);
  return order;
}

/** Buys one piece of the first product, waits until it is paid, and gives the order's number. */
export async function buySomething(apiUrl: string): Promise<string> {
  const api = connect(apiUrl);
  const { number, accessToken } = await placeOrder(api);
  const deadline = performance.now() + PAID_WITHIN_MS;
  for (;;) {
    const { status } = await api.query<{ status: string }>('orders.get', { number, accessToken });
    if (status === 'paid') return number;
    if (performance.now() > deadline) throw new Error(`${number} is not paid but ${status}`);
    await delay(100);
  }
}

/** @throws Error when the shop's first page is not the one with goods on it. */
export async function openFirstPage(webUrl: string): Promise<void> {
  const response = await fetch(webUrl);
  const page = await response.text();
  if (!response.ok || !page.includes('/p/')) throw new Error(`the first page answers ${response.status}`);
}
