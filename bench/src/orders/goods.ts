import { type ApiClient, withClient } from './api-client.ts';
import type { BenchShop } from './with-shop.ts';

/** What is bought: many items in turns, and one that is apart from them for rushes. */
export type Goods = { many: string[]; hot: string };

const MANY = 64;
const PLENTY = 1_000_000;

/** Works with the API as its operator may. */
export async function asOperator<T>(
  { apiUrl, env }: BenchShop,
  work: (operator: ApiClient) => Promise<T>,
): Promise<T> {
  const address = { url: apiUrl, connections: 1 };
  const { accessToken } = await withClient(address, (guest) =>
    guest.mutate<{ accessToken: string }>('identity.login', {
      email: env.OPERATOR_EMAIL,
      password: env.OPERATOR_PASSWORD,
    }),
  );
  return withClient({ ...address, accessToken }, work);
}

async function findVariants(api: ApiClient): Promise<string[]> {
  const found: string[] = [];
  const { items } = await api.query<{ items: { handle: string }[] }>('catalog.list', { limit: 100 });
  for (const { handle } of items) {
    const { variants } = await api.query<{ variants: { id: string }[] }>('catalog.product', { handle });
    found.push(...variants.map(({ id }) => id));
    if (found.length > MANY) return found;
  }
  throw new Error(`The catalog has ${found.length} variants; ${MANY + 1} are needed.`);
}

/** Finds what can be bought and stocks up on it. */
export function prepareGoods(shop: BenchShop): Promise<Goods> {
  return asOperator(shop, async (operator) => {
    const [hot = '', ...many] = (await findVariants(operator)).slice(0, MANY + 1);
    for (const variantId of [hot, ...many]) {
      await operator.mutate('inventory.adjust', { variantId, setTo: PLENTY, reason: 'bench' });
    }
    return { many, hot };
  });
}
