import type { AppRouter } from '@holdfast/api/router';
import { createTRPCClient, httpLink, retryLink } from '@trpc/client';

/** The API as another TypeScript service sees it: its types, and nothing else of it. */
export type ShopClient = ReturnType<typeof createTRPCClient<AppRouter>>;

/** Of a call that a busy process has turned away, with the first. */
const MOST_ATTEMPTS = 15;
/** As the API's `retry-after` says to those it turns away. */
const RETRY_AFTER_MS = 2_000;

/** Asks again, as a good client does, what a busy process turned away: what was OVERLOADED is undone. */
export function connect(apiUrl: string, accessToken?: string): ShopClient {
  return createTRPCClient<AppRouter>({
    links: [
      retryLink({
        retry: ({ error, attempts }) => error.data?.code === 'OVERLOADED' && attempts < MOST_ATTEMPTS,
        retryDelayMs: () => RETRY_AFTER_MS,
      }),
      httpLink({
        url: `${apiUrl}/trpc`,
        headers: accessToken ? { authorization: `Bearer ${accessToken}` } : {},
      }),
    ],
  });
}

/** The operator's access token. */
export async function signIn(apiUrl: string, env: Record<string, string>): Promise<string> {
  const session = await connect(apiUrl).identity.login.mutate({
    email: env.OPERATOR_EMAIL ?? '',
    password: env.OPERATOR_PASSWORD ?? '',
  });
  return session.accessToken;
}

export async function connectOperator(apiUrl: string, env: Record<string, string>): Promise<ShopClient> {
  return connect(apiUrl, await signIn(apiUrl, env));
}

/** The variant whose price the product's card shows, in minor units. */
export async function findCheapest(
  apiUrl: string,
  handle: string,
): Promise<{ variantId: string; price: number }> {
  const { variants } = await connect(apiUrl).catalog.product.query({ handle });
  const [first] = variants.toSorted((a, b) => a.price.amount - b.price.amount);
  if (!first) throw new Error(`${handle} has no variants`);
  return { variantId: first.id, price: first.price.amount };
}

/** Asks again until the answer is as wanted; fails with the last answer when that takes too long. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean,
  withinMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  let last: unknown = 'nothing';
  while (performance.now() < deadline) {
    try {
      const answer = await ask();
      if (isWanted(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const shown = last instanceof Error ? last.stack : JSON.stringify(last, null, 2);
  throw new Error(`not within ${withinMs} ms; the last answer was ${shown}`);
}
