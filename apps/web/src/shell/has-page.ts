import { fetchNoted } from '../api/page-reads.ts';
import { isLocale } from '../i18n/locales.ts';

/** First parts of the addresses that lead somewhere; what lies below them answers for itself. */
const PAGES = new Set(['', 'c', 'p', 'search', 'cart', 'checkout', 'orders']);
const OTHER_ROOMS = new Set(['operator', 'sign-in']);
const PATIENCE_MS = 1000;

/**
 * Whether an address of the shop has a page. Whether a product or a category exists is asked of the API, which knows
 * it from its cache; while it cannot say, it is taken to be there. The operator's room answers for itself.
 */
export async function hasPage(pathname: string): Promise<boolean> {
  const parts = pathname.split('/').slice(1);
  const isPrefixed = isLocale(parts[0] ?? '');
  const [first = '', handle, ...rest] = isPrefixed ? parts.slice(1) : parts;
  if (!isPrefixed && OTHER_ROOMS.has(first)) return true;
  return PAGES.has(first) && (await hasGoods(first, handle, rest.length > 0));
}

async function hasGoods(first: string, handle: string | undefined, isDeeper: boolean): Promise<boolean> {
  if (first !== 'c' && first !== 'p') return true;
  if (!handle || isDeeper) return false;
  const name = decode(handle);
  return first === 'p' ? hasProduct(name) : hasCategory(name);
}

async function hasProduct(handle: string): Promise<boolean> {
  const response = await ask(`catalog.product?input=${encodeURIComponent(JSON.stringify({ handle }))}`);
  return response?.status !== 404 && response?.status !== 400;
}

type Tree = { handle: string; children: Tree }[];

async function hasCategory(handle: string): Promise<boolean> {
  const response = await ask('catalog.categories');
  if (!response?.ok) return true;
  const answer = (await response.json()) as { result: { data: Tree } };
  return holds(answer.result.data, handle);
}

function holds(tree: Tree, handle: string): boolean {
  return tree.some((category) => category.handle === handle || holds(category.children, handle));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

async function ask(query: string): Promise<Response | null> {
  const api = process.env.API_URL;
  if (!api) return null;
  return fetchNoted(`${api}/trpc/${query}`, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
}
