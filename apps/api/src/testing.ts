import { Writable } from 'node:stream';
import { ensureOperator } from '@holdfast/commerce/identity/ensure-operator';
import { deriveServiceToken } from '@holdfast/commerce/infra/tokens';
import { RequestStats } from '@holdfast/commerce/operations/request-stats';
import { type Operations, openOperations } from '@holdfast/commerce/operations/snapshot';
import type { PaymentDeps } from '@holdfast/commerce/payments/provider';
import { withTestProvider } from '@holdfast/commerce/payments/testing';
import { type CommerceTestServers, openTestShop, type TestShop } from '@holdfast/commerce/testing';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { ErrorShape } from './errors/envelope.ts';
import { type ApiServer, createServer, type ServerOptions } from './server.ts';

export const OPERATOR = { email: 'operator@example.com', password: 'a long enough password' };

export type Answer<T> = {
  status: number;
  headers: Headers;
  text: string;
  /** `result.data`; only for an answer that succeeded. */
  data: T;
  error: ErrorShape | undefined;
};

type CallOptions = { headers?: Record<string, string>; raw?: string };

export type TestApi = {
  shop: TestShop & PaymentDeps;
  server: ApiServer;
  operations: Operations;
  stats: RequestStats;
  url: string;
  /** What was logged, as JSON lines. */
  logLines(): Record<string, unknown>[];
  query<T>(procedure: string, input?: unknown, options?: CallOptions): Promise<Answer<T>>;
  mutate<T>(procedure: string, input: unknown, options?: CallOptions): Promise<Answer<T>>;
  /** Headers of a signed-in operator. */
  asOperator(): Promise<Record<string, string>>;
  close(): Promise<void>;
};

/** A real API of its own for one test file: listening, on a shop of its own. */
export async function openTestApi(
  servers: CommerceTestServers,
  overrides: Partial<ServerOptions> = {},
): Promise<TestApi> {
  const shop = withTestProvider(await openTestShop(servers));
  const lines: string[] = [];
  const log = pino(
    { level: 'debug' },
    new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    }),
  );
  const operations = openOperations(shop, {
    databaseUrl: shop.databaseUrl,
    redisUrl: shop.queueRedisUrl,
    cacheRedisUrl: shop.cacheRedisUrl,
    queuePrefix: shop.prefix,
  });
  const stats = new RequestStats();
  const server = await createServer({
    deps: { ...shop, log },
    operations,
    registry: new Registry(),
    stats,
    serviceToken: deriveServiceToken(shop.appSecret),
    isCdnPurged: false,
    allowedOrigins: ['https://shop.example'],
    trustedProxies: ['loopback'],
    rateLimits: null,
    maxEventLoopDelayMs: 5_000,
    maxStreams: 100,
    sessionCheckMs: 30_000,
    idleGraceMs: 0,
    ...overrides,
  });
  const url = await server.app.listen({ host: '127.0.0.1', port: 0 });
  const send = async <T>(path: string, init: RequestInit): Promise<Answer<T>> => {
    const response = await fetch(`${url}/trpc/${path}`, init);
    const text = await response.text();
    const body = JSON.parse(text) as { result?: { data: T }; error?: ErrorShape };
    return {
      status: response.status,
      headers: response.headers,
      text,
      data: body.result?.data as T,
      error: body.error,
    };
  };
  const api: TestApi = {
    shop,
    server,
    operations,
    stats,
    url,
    logLines: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    query: (procedure, input, { headers = {} } = {}) => {
      const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
      return send(procedure + query, { headers });
    },
    mutate: (procedure, input, { headers = {}, raw } = {}) =>
      send(procedure, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: raw ?? JSON.stringify(input),
      }),
    asOperator: async () => {
      await ensureOperator(shop, OPERATOR);
      const { data } = await api.mutate<{ accessToken: string }>('identity.login', OPERATOR);
      return { authorization: `Bearer ${data.accessToken}` };
    },
    close: async () => {
      await server.drain();
      await operations.close();
      await shop.close();
    },
  };
  return api;
}
