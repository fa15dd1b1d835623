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

export async function connectOperator(apiUrl: string, env: Record<string, string>): Promise<ShopClient> {
  const session = await connect(apiUrl).identity.login.mutate({
    email: env.OPERATOR_EMAIL ?? '',
    password: env.OPERATOR_PASSWORD ?? '',
  });
  return connect(apiUrl, session.accessToken);
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
