import type { AppRouter } from '@holdfast/api/router';
import { createTRPCClient, httpLink } from '@trpc/client';

/** The API as another TypeScript service sees it: its types, and nothing else of it. */
export type ShopClient = ReturnType<typeof createTRPCClient<AppRouter>>;

export function connect(apiUrl: string, accessToken?: string): ShopClient {
  return createTRPCClient<AppRouter>({
    links: [
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
