import { randomUUID } from 'node:crypto';

/** What the API said instead of an answer. */
export class Refused extends Error {
  readonly code: string;
  readonly requestId: string | null;

  constructor(response: Response, body: string) {
    super(`${response.status} ${body}`);
    this.code = /"code":"(\w+)"/.exec(body)?.[1] ?? String(response.status);
    this.requestId = response.headers.get('x-request-id');
  }
}

async function read<T>(response: Response): Promise<T> {
  const body = await response.text();
  if (!response.ok) throw new Refused(response, body);
  return (JSON.parse(body) as { result: { data: T } }).result.data;
}

/** A query of the API by plain HTTP. @throws Refused */
export async function query<T>(url: string, procedure: string, input: object): Promise<T> {
  return read(await fetch(`${url}/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`));
}

/** A mutation of the API by plain HTTP. @throws Refused */
export async function mutate<T>(url: string, procedure: string, input: object): Promise<T> {
  return read(
    await fetch(`${url}/trpc/${procedure}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    }),
  );
}

/** A variant that can be bought, and the handle of its product. */
export async function findVariant(url: string): Promise<{ handle: string; variantId: string }> {
  const { items } = await query<{ items: { handle: string }[] }>(url, 'catalog.list', { limit: 1 });
  const handle = items[0]?.handle ?? '';
  const product = await query<{ variants: { id: string }[] }>(url, 'catalog.product', { handle });
  return { handle, variantId: product.variants[0]?.id ?? '' };
}

export async function fillCart(url: string, variantId: string): Promise<string> {
  return (await mutate<{ id: string }>(url, 'cart.add', { variantId, quantity: 1 })).id;
}

export function orderInput(cartId: string) {
  return {
    idempotencyKey: randomUUID(),
    cartId,
    email: 'shopper@example.com',
    shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
    shippingMethod: 'standard',
    payment: { provider: 'test', token: 'ok' },
  };
}

export type Placed = { status: string; order: { number: string; accessToken: string } };

/** A whole checkout. */
export async function buy(url: string, variantId: string): Promise<Placed['order']> {
  const placed = await mutate<Placed>(url, 'orders.place', orderInput(await fillCart(url, variantId)));
  return placed.order;
}
