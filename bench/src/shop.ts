import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import type { AppRouter } from '@holdfast/api/router';
import { createTRPCClient, httpLink, isTRPCClientError } from '@trpc/client';

const dataDir = process.env.DATA_DIR ?? path.join(import.meta.dirname, '../../.data');
const env = parseEnv(readFileSync(path.join(dataDir, 'local.env'), 'utf8'));

type ShopClient = ReturnType<typeof createTRPCClient<AppRouter>>;

/** The running shop's API as a guest sees it, or whoever the token is of. */
export function connect(accessToken?: string): ShopClient {
  const headers = accessToken ? { authorization: `Bearer ${accessToken}` } : {};
  return createTRPCClient<AppRouter>({ links: [httpLink({ url: `${env.API_URL}/trpc`, headers })] });
}

export async function connectOperator(): Promise<ShopClient> {
  const session = await connect().identity.login.mutate({
    email: env.OPERATOR_EMAIL ?? '',
    password: env.OPERATOR_PASSWORD ?? '',
  });
  return connect(session.accessToken);
}

const BUSY_MS = 1_000;

/** Asks again when a busy process turns the call away, as a good client does. */
export async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isTRPCClientError<AppRouter>(error) || error.data?.code !== 'OVERLOADED') throw error;
      await delay(BUSY_MS);
    }
  }
}

/** Does the task so often, `concurrency` at a time; answers in the order in which they came. */
export async function atOnce<T>(
  count: number,
  concurrency: number,
  task: (index: number) => Promise<T>,
): Promise<T[]> {
  const answers: T[] = [];
  let next = 0;
  const work = async () => {
    while (next < count) answers.push(await task(next++));
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return answers;
}

/** What places a cart's order. */
export function order(cartId: string) {
  return {
    idempotencyKey: randomUUID(),
    cartId,
    email: 'bench@example.com',
    shippingAddress: { name: 'Bench', line1: '1 Quay', city: 'Haifa', country: 'IL' },
    shippingMethod: 'standard',
    payment: { provider: 'test' as const, token: 'ok' },
  };
}

export function percentile(times: number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
}
