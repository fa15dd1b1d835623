import pg from 'pg';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { connect, eventually, findCheapest, signIn } from './client.ts';
import { newShopOptions, type RunningShop, removeShop, startShop } from './start-shop.ts';

const PRODUCT = 'mooring-line';
const PATH = `/p/${PRODUCT}`;
/** Also of an API that has just been started again, on a busy machine. */
const KEPT_WITHIN_MS = 60_000;
const SCRIPT =
  /<script[^>]* src="[^>]*async[^>]*><\/script>|<link[^>]* as="script"[^>]*>|<script nonce="">\(\(sources.*?<\/script>/gs;
const CURRENCIES = ['USD', 'EUR', 'ILS'] as const;

let running: RunningShop;
let accessToken: string;
let variantId: string;
let price: number;

beforeAll(async () => {
  running = await startShop(await newShopOptions());
  accessToken = await signIn(running.apiUrl, running.env);
  ({ variantId, price } = await findCheapest(running.apiUrl, PRODUCT));
});

afterAll(async () => {
  await running?.stop();
  if (running) await removeShop(running.dataDir);
});

/** An answer; what it says of itself when a test fails is not all of its text. */
class Page {
  readonly #text: string;
  readonly status: number;
  readonly cache: string | null;
  readonly headers: Headers;

  constructor({ status, headers }: Response, text: string) {
    this.#text = text;
    this.status = status;
    this.cache = headers.get('x-page-cache');
    this.headers = headers;
  }

  get text(): string {
    return this.#text;
  }

  get nonce(): string {
    return /'nonce-(.+?)'/.exec(this.headers.get('content-security-policy') ?? '')?.[1] ?? '';
  }

  get textButNonce(): string {
    return this.#text.replaceAll(this.nonce, '');
  }

  /** Of a kept page, script is asked for by one that is in it. */
  get textButScript(): string {
    return this.textButNonce.replaceAll(SCRIPT, '');
  }
}

async function open(path: string, headers: Record<string, string> = {}): Promise<Page> {
  const answer = await fetch(running.webUrl + path, { headers, redirect: 'manual' });
  return new Page(answer, await answer.text());
}

/** The page as it is sent again. */
const openKept = (path: string, headers?: Record<string, string>) =>
  eventually(
    () => open(path, headers),
    ({ cache }) => cache === 'hit',
    KEPT_WITHIN_MS,
  );

const inData = (amount: number) => `"price":"${amount / 100}","priceCurrency":"USD"`;

async function changePrice(): Promise<{ cookie: string }> {
  price -= 1;
  const answer = await fetch(`${running.webUrl}/trpc/catalog.admin.setPrice`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ variantId, amount: price, currency: 'USD' }),
  });
  expect(answer.status).toBe(200);
  return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

it.each(['/', '/c/rope', PATH, '/search?q=rope', '/he', `/he${PATH}`])(
  'a page is rendered once for all who ask the same, and is then what was rendered: %s',
  async (path) => {
    const rendered = await open(path, { 'user-agent': 'Twitterbot/1.0' });
    expect(rendered).toMatchObject({ status: 200, cache: null });
    const kept = await openKept(path);
    expect(kept.text).toContain('</html>');
    const plain = await openKept(path, { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(kept.headers.get('content-encoding')).toBe('gzip');
    expect(plain.textButNonce).toBe(kept.textButNonce);
    for (const name of ['content-type', 'cache-control', 'vary', 'referrer-policy'])
      expect(kept.headers.get(name)).toBe(rendered.headers.get(name));
  },
);

it('each answer has a nonce of its own, the same in its policy and on each of its scripts', async () => {
  const pages = [await openKept(PATH), await openKept(PATH), await openKept(PATH)];
  expect(new Set(pages.map(({ nonce }) => nonce)).size).toBe(pages.length);
  for (const { text, nonce, headers } of pages) {
    const said = [
      ...text.matchAll(/ nonce="(.+?)"/g),
      ...(headers.get('link') ?? '').matchAll(/nonce="(.+?)"/g),
    ];
    expect(said.length).toBeGreaterThan(3);
    expect(new Set(said.map(([, each]) => each))).toEqual(new Set([nonce]));
  }
});

it('a price that is changed is on the page as soon as the API tells it', async () => {
  for (let change = 0; change < 3; change += 1) {
    expect((await openKept(PATH)).text).toContain(inData(price));
    await changePrice();
    const isNew = ({ text }: Page) => text.includes(inData(price));
    expect((await eventually(() => open(PATH), isNew)).text).not.toContain(inData(price + 1));
  }
});

it('who has changed a price sees it at once, also while the replica lags', async () => {
  const url = new URL(running.env.DATABASE_REPLICA_URLS ?? '');
  url.username = 'postgres';
  url.password = running.env.POSTGRES_PASSWORD ?? '';
  const replica = new pg.Client({ connectionString: url.href });
  await replica.connect();
  onTestFinished(async () => {
    await replica.query('SELECT pg_wal_replay_resume()');
    await replica.end();
  });
  await openKept(PATH);
  await replica.query('SELECT pg_wal_replay_pause()');
  for (let change = 0; change < 3; change += 1) {
    const { cookie } = await changePrice();
    expect(cookie).toMatch(/^hf_lsn=/);
    expect((await open(PATH, { cookie })).text).toContain(inData(price));
  }
});

it('pages of several currencies never mix, however many ask at once', async () => {
  const open20 = CURRENCIES.flatMap((currency) =>
    Array.from({ length: 20 }, async () => {
      const { text } = await open(PATH, { cookie: `hf_currency=${currency}` });
      return { currency, said: [...new Set(text.match(/(?<="priceCurrency":")\w+/g))] };
    }),
  );
  for (const { currency, said } of await Promise.all(open20)) expect(said).toEqual([currency]);
});

it('nothing of a signed-in operator with a cart is in a page, nor does it change the page for others', async () => {
  const cart = await connect(running.apiUrl).cart.add.mutate({ variantId, quantity: 1 });
  const cookie = `hf_session=${accessToken}; hf_cart=${cart.id}`;
  const path = `${PATH}?of=operator`;
  const first = await open(path, { cookie });
  const kept = await openKept(path);
  for (const secret of [accessToken, cart.id, running.env.OPERATOR_EMAIL ?? ''])
    expect(first.text + kept.text).not.toContain(secret);
  expect(first.textButScript).toBe(kept.textButScript);
});

it.each([
  '/cart',
  '/he/cart',
  '/checkout',
  '/orders/X-1',
  '/operator',
  '/sign-in',
  '/api/health',
  '/robots.txt',
])('what is somebody’s own, or no page, is never kept: %s', async (path) => {
  for (let count = 0; count < 4; count += 1) expect((await open(path)).cache).toBeNull();
});

it('an address that leads nowhere is said to be missing each time', async () => {
  for (const path of ['/p/no-such-thing', '/c/no-such-thing'])
    for (let count = 0; count < 4; count += 1)
      expect(await open(path)).toMatchObject({ status: 404, cache: 'miss' });
});

it('pages come back by themselves when all of the API has died', async () => {
  await openKept(PATH);
  for (const [name, pid] of Object.entries(running.pids()))
    if (name.startsWith('api-')) process.kill(pid, 'SIGKILL');
  expect((await openKept(PATH)).text).toContain(inData(price));
});
