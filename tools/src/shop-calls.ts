import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

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

/** Sends a request; one that a busy process turns away is sent again when it says, as a good client does. */
async function send<T>(address: string, init: RequestInit): Promise<T> {
  for (;;) {
    const response = await fetch(address, init);
    const body = await response.text();
    if (response.ok) return (JSON.parse(body) as { result: { data: T } }).result.data;
    const refused = new Refused(response, body);
    if (refused.code !== 'OVERLOADED') throw refused;
    await delay(Number(response.headers.get('retry-after')) * 1_000);
  }
}

/** Where the API is, and who asks: a guest without a token. */
export type Shop = { url: string; accessToken?: string };

function headersOf({ accessToken }: Shop): Record<string, string> {
  return accessToken ? { authorization: `Bearer ${accessToken}` } : {};
}

/** A query of the API by plain HTTP. @throws Refused */
export async function query<T>(shop: Shop, procedure: string, input: object): Promise<T> {
  const address = `${shop.url}/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
  return send(address, { headers: headersOf(shop) });
}

/** A mutation of the API by plain HTTP. @throws Refused */
export async function mutate<T>(shop: Shop, procedure: string, input: object): Promise<T> {
  return send(`${shop.url}/trpc/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf(shop) },
    body: JSON.stringify(input),
  });
}

/** A variant that can be bought, and the handle of its product. */
export async function findVariant(shop: Shop): Promise<{ handle: string; variantId: string }> {
  const { items } = await query<{ items: { handle: string }[] }>(shop, 'catalog.list', { limit: 1 });
  const handle = items[0]?.handle ?? '';
  const product = await query<{ variants: { id: string }[] }>(shop, 'catalog.product', { handle });
  return { handle, variantId: product.variants[0]?.id ?? '' };
}

/** Gives a variant more stock than any test sells. */
export async function fillStock(
  shop: Shop,
  variantId: string,
  operator: { email: string; password: string },
) {
  const { accessToken } = await mutate<{ accessToken: string }>(shop, 'identity.login', operator);
  const input = { variantId, setTo: 1_000_000, reason: 'for a test' };
  await mutate({ ...shop, accessToken }, 'inventory.adjust', input);
}

export async function fillCart(shop: Shop, variantId: string): Promise<string> {
  return (await mutate<{ id: string }>(shop, 'cart.add', { variantId, quantity: 1 })).id;
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

/** A whole checkout. @throws Error when the order is not placed. */
export async function buy(shop: Shop, variantId: string): Promise<Placed['order']> {
  const input = orderInput(await fillCart(shop, variantId));
  const { status, order } = await mutate<Placed>(shop, 'orders.place', input);
  if (status !== 'placed') throw new Error(`the order was not placed: ${status}`);
  return order;
}

export async function orderStatus(shop: Shop, { number, accessToken }: Placed['order']): Promise<string> {
  return (await query<{ status: string }>(shop, 'orders.get', { number, accessToken })).status;
}
