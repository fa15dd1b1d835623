import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { SESSION_COOKIE } from '@holdfast/shared/contracts/identity';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openTestApi, type TestApi } from './testing.ts';

const PROXY = '127.0.0.2';
const SOMEBODY = '127.0.0.3';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi(inject('stack'), {
    trustedProxies: [`${PROXY}/32`],
    rateLimits: { requests: 5, signIns: 20 },
  });
});
afterAll(() => api.close());

type Call = { from: string; procedure: string; method?: 'GET' | 'POST'; headers: Record<string, string> };

/** A call that comes from one of this machine's own addresses. */
async function call({ from, procedure, method = 'GET', headers }: Call) {
  const outgoing = request(`${api.url}/trpc/${procedure}`, {
    localAddress: from,
    agent: false,
    method,
    headers: { ...headers, 'content-type': 'application/json' },
  });
  outgoing.end(method === 'POST' ? '{}' : undefined);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  const { error } = (await json(answer)) as { error?: { data: { code: string } } };
  return error?.data.code ?? 'ok';
}

test('a client’s address is taken from the proxies that are named, and from nobody else', async () => {
  const codes: Record<string, string[]> = { [PROXY]: [], [SOMEBODY]: [] };
  for (let client = 1; client <= 6; client += 1) {
    const headers = { 'x-forwarded-for': `198.51.100.${client}` };
    for (const from of [PROXY, SOMEBODY]) {
      codes[from]?.push(await call({ from, procedure: 'catalog.categories', headers }));
    }
  }
  expect(codes[PROXY]).toEqual(Array(6).fill('ok'));
  expect(codes[SOMEBODY]).toEqual([...Array(5).fill('ok'), 'RATE_LIMITED']);
});

test('the host that a browser’s page must be of is told by the same proxies', async () => {
  const token = (await api.asOperator()).authorization?.replace('Bearer ', '');
  const headers = {
    cookie: `${SESSION_COOKIE}=${token}`,
    origin: 'https://holdfast.example',
    'x-forwarded-host': 'holdfast.example',
  };
  const logOut = (from: string) => call({ from, procedure: 'identity.logout', method: 'POST', headers });
  expect(await logOut('127.0.0.4')).toBe('FORBIDDEN');
  expect(await logOut(PROXY)).toBe('ok');
});
