import { type ApiClient, withClient } from './api-client.ts';
import { runLoad } from '../common/load.ts';
import type { BenchShop } from '../common/with-shop.ts';

/** What is bought: many items in turns, and one that is apart from them for rushes. */
export type Goods = { many: string[]; hot: string };

/** Pieces of a variant. */
export type Level = { onHand: number; allocated: number; available: number };

const MANY = 64;
/** Calls to prepare a run, which is not measured. */
const AT_ONCE = 8;
const PLENTY = 1_000_000;

/** Works with the API as its operator may. */
export async function asOperator<T>(
  { apiUrl, env }: BenchShop,
  work: (operator: ApiClient) => Promise<T>,
): Promise<T> {
  const address = { url: apiUrl, connections: AT_ONCE };
  const { accessToken } = await withClient(address, (guest) =>
    guest.mutate<{ accessToken: string }>('identity.login', {
      email: env.OPERATOR_EMAIL,
      password: env.OPERATOR_PASSWORD,
    }),
  );
  return withClient({ ...address, accessToken }, work);
}

async function findVariants(api: ApiClient): Promise<string[]> {
  const { items } = await api.query<{ items: { handle: string }[] }>('catalog.list', { limit: 100 });
  const { answers } = await runLoad({ count: items.length, concurrency: AT_ONCE }, (index) =>
    api.query<{ variants: { id: string }[] }>('catalog.product', { handle: items[index]?.handle }),
  );
  const found = answers.flatMap(({ variants }) => variants.map(({ id }) => id));
  if (found.length <= MANY)
    throw new Error(`The catalog has ${found.length} variants; more than ${MANY} are needed.`);
  return found;
}

/** Finds what can be bought and stocks up on it. What is sold beyond its stock cannot run out, so no rush is for it. */
export function prepareGoods(shop: BenchShop): Promise<Goods> {
  return asOperator(shop, async (operator) => {
    const variants = (await findVariants(operator)).slice(0, MANY + 1);
    const { answers: levels } = await runLoad({ count: variants.length, concurrency: AT_ONCE }, (index) =>
      operator.mutate<Level>('inventory.adjust', {
        variantId: variants[index],
        setTo: PLENTY,
        reason: 'bench',
      }),
    );
    const hot = variants.find((_, index) => isBounded(levels[index]));
    if (!hot) throw new Error('Everything in the catalog is sold beyond its stock.');
    return { hot, many: variants.filter((variantId) => variantId !== hot) };
  });
}

function isBounded(level: Level | undefined): boolean {
  return level !== undefined && level.available === level.onHand - level.allocated;
}
