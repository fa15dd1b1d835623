import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LSN_HEADER } from '@holdfast/shared/lsn-token';
import { expect, it, onTestFinished } from 'vitest';
import { fetchNoted } from '../api/page-reads.ts';
import { newNonce } from './nonce.ts';
import { PageTier } from './page-tier.ts';

const POLICY = 'content-security-policy';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

type Parts = {
  /** What the API says of each read but its text; an ETag of the text, if nothing else. */
  headers?: (text: string) => Record<string, string>;
  /** What is done with a page beside writing it. */
  finish?: (response: ServerResponse, page: string) => void;
};

/** A tier between the two that it stands between: an API whose one answer is `api.text`, and a page that shows it. */
async function startTier({
  headers = (text) => ({ etag: `W/"${text}"` }),
  finish = (response, page) => response.end(page),
}: Parts) {
  const api = { text: 'one', reads: [] as IncomingMessage[], renderings: 0, isAway: false };
  const askers = { came: 0, left: 0 };
  const apiUrl = await serve((request, response) => {
    api.reads.push(request);
    if (api.isAway) {
      request.socket.destroy();
      return;
    }
    const answer = headers(api.text);
    const isSame = answer.etag !== undefined && request.headers['if-none-match'] === answer.etag;
    response.writeHead(isSame ? 304 : 200, answer).end(isSame ? undefined : api.text);
  });
  const render = async (response: ServerResponse) => {
    api.renderings += 1;
    const read = await fetchNoted(`${apiUrl}/trpc/catalog.product`, {}).catch(() => null);
    if (!read) {
      response.writeHead(500).end();
      return;
    }
    const nonce = newNonce();
    response.setHeader(POLICY, `script-src 'nonce-${nonce}'`);
    finish(response, `<script nonce="${nonce}"></script>${await read.text()}`);
  };
  const tier = new PageTier(apiUrl);
  const url = await serve((request, response) => {
    askers.came += 1;
    response.once('close', () => {
      if (!response.writableFinished) askers.left += 1;
    });
    void tier.answer({ request, response }, () => void render(response));
  });
  const ask = async (given: Record<string, string> = {}, signal: AbortSignal | null = null) => {
    const answer = await fetch(`${url}/p/rope`, { headers: given, signal });
    const page = await answer.text();
    return { page, text: page.replace(/^.*>/, ''), cache: answer.headers.get('x-page-cache'), answer };
  };
  return { api, ask, askers };
}

it('sends a page again that the API confirms, with a nonce of its own, and renders one that has changed', async () => {
  const { api, ask } = await startTier({});
  const [first, second] = [await ask(), await ask()];
  expect([first.cache, second.cache]).toEqual(['miss', 'hit']);
  expect(second.text).toBe('one');
  expect(second.page).not.toBe(first.page);
  const nonce = /nonce="(.*?)"/.exec(second.page)?.[1];
  expect(second.answer.headers.get(POLICY)).toBe(`script-src 'nonce-${nonce}'`);
  api.text = 'two';
  const third = await ask();
  expect([third.text, third.cache]).toEqual(['two', 'miss']);
  expect(await ask()).toMatchObject({ text: 'two', cache: 'hit' });
});

it('has a page rendered once for all who come together, and once more when it has changed', async () => {
  const { api, ask } = await startTier({});
  for (const renderings of [1, 2]) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask()));
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set([api.text]));
    expect(api.renderings).toBe(renderings);
    api.text = 'two';
  }
});

it('asks the API with the token and the address of who asks', async () => {
  const { api, ask } = await startTier({});
  await ask();
  await ask({ cookie: 'hf_lsn=1.23', 'x-forwarded-for': '203.0.113.7' });
  expect(api.reads.at(-1)?.headers).toMatchObject({
    [LSN_HEADER]: '1.23',
    'x-forwarded-for': '203.0.113.7',
    'if-none-match': 'W/"one"',
  });
});

it.each<[string, Parts]>([
  ['with a read that has no ETag', { headers: () => ({}) }],
  ['of another status', { finish: (response, page) => response.writeHead(404).end(page) }],
  ['with a cookie', { finish: (response, page) => response.setHeader('set-cookie', 'a=1').end(page) }],
  ['whose policy names no nonce', { finish: (response, page) => response.setHeader(POLICY, 'x').end(page) }],
  [
    'in a packing that it does not know',
    { finish: (response, page) => response.setHeader('content-encoding', 'x').end(page) },
  ],
])('keeps no page %s', async (_name, parts) => {
  const { api, ask } = await startTier(parts);
  await ask();
  await ask();
  expect(api.renderings).toBe(2);
});

it('keeps no page that broke off', async () => {
  let isBroken = true;
  const finish = (response: ServerResponse, page: string) => {
    if (isBroken) response.write(page, () => response.destroy());
    else response.end(page);
    isBroken = false;
  };
  const { api, ask } = await startTier({ finish });
  await expect(ask()).rejects.toThrow();
  expect(await ask()).toMatchObject({ text: 'one', cache: 'miss' });
  expect(api.renderings).toBe(2);
});

it('renders nothing for who has left while others wait, and goes on for those', async () => {
  const held = Promise.withResolvers<void>();
  let renderings = 0;
  const { ask, askers } = await startTier({
    finish: (response, page) => {
      renderings += 1;
      // Of another status: so nothing is kept, and all who wait have to render themselves.
      void held.promise.then(() => response.writeHead(404).end(page));
    },
  });
  const first = ask();
  await expect.poll(() => renderings).toBe(1);
  const leaving = new AbortController();
  const left = expect(ask({}, leaving.signal)).rejects.toThrow('leaves');
  await expect.poll(() => askers.came).toBe(2);
  leaving.abort(new Error('leaves'));
  await left;
  await expect.poll(() => askers.left).toBe(1);
  held.resolve();
  await first;
  expect((await ask()).answer.status).toBe(404);
  expect(renderings).toBe(2);
});

it('lets a page be rendered as ever while the API cannot be reached', async () => {
  const { api, ask } = await startTier({});
  await ask();
  expect((await ask()).cache).toBe('hit');
  api.isAway = true;
  expect((await ask()).answer.status).toBe(500);
  api.isAway = false;
  // Nobody has said that it changed.
  expect(await ask()).toMatchObject({ text: 'one', cache: 'hit' });
});
