const KEY = 'hf_last_order';

type PlacedOrder = { number: string; accessToken: string };

/** For the other tabs of this browser that still show the cart it was made of. */
export function rememberOrder({ number, accessToken }: PlacedOrder): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ number, accessToken }));
  } catch {
    // Without storage another tab names the order's number and no more.
  }
}

/** The page of an order; with its token when this browser has placed it last. */
export function orderPath(order: { number: string; accessToken?: string | undefined }): string {
  const token = order.accessToken ?? tokenOf(order.number);
  const path = `/orders/${encodeURIComponent(order.number)}`;
  return token ? `${path}?token=${encodeURIComponent(token)}` : path;
}

function tokenOf(number: string): string | undefined {
  try {
    const last = JSON.parse(localStorage.getItem(KEY) ?? 'null') as PlacedOrder | null;
    return last?.number === number ? last.accessToken : undefined;
  } catch {
    return undefined;
  }
}
