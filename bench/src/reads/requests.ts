/** How many clients there seem to be. Each may ask 12,000 times a minute, so that many are never too many here. */
const ADDRESSES = 1_000;

export type Get = { url: string; headers?: Record<string, string> };

/** The path of a query of the API. */
export function queryUrl(procedure: string, input: object): string {
  return `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
}

function requestFrom(address: string, { url, headers }: Get): string {
  const lines = Object.entries({ host: '127.0.0.1', 'x-forwarded-for': address, ...headers });
  return `GET ${url} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

/**
 * The bytes of requests for these, in turns, as a proxy on this machine hands them on from a thousand clients. So the
 * limits of addresses are at work, each request is counted, and nobody comes to their limit.
 */
export function requestsFor(gets: Get[]): string[] {
  return Array.from({ length: Math.max(gets.length, ADDRESSES) }, (_, index) => {
    const client = index % ADDRESSES;
    const get = gets[index % gets.length];
    if (!get) throw new Error('There is nothing to ask for.');
    return requestFrom(`10.1.${client >> 8}.${client & 255}`, get);
  });
}
