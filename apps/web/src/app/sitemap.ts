import type { MetadataRoute } from 'next';
import { publicApi } from '../api/server.ts';
import { languageLinks } from '../features/catalog/page-links.ts';
import { readCategories } from '../features/catalog/read-categories.ts';
import { DEFAULT_LOCALE } from '../i18n/locales.ts';

const AT_ONCE = 100;
/** More would have to be split over several files; each product is two addresses. */
const MOST_PRODUCTS = 20_000;

type Tree = { handle: string; children: Tree }[];

/** Every category and every product, in every language. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const [categories, products] = await Promise.all([readCategories(DEFAULT_LOCALE), productHandles()]);
  const paths = [
    '/',
    ...handlesOf(categories).map((each) => `/c/${each}`),
    ...products.map((each) => `/p/${each}`),
  ];
  return paths.flatMap((path) => {
    const languages = languageLinks(path);
    return Object.values(languages).map((url) => ({ url, alternates: { languages } }));
  });
}

async function productHandles(): Promise<string[]> {
  const client = await publicApi();
  const handles: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.catalog.list.query({ sort: 'newest', limit: AT_ONCE, cursor });
    handles.push(...page.items.map(({ handle }) => handle));
    cursor = page.nextCursor ?? undefined;
  } while (cursor && handles.length < MOST_PRODUCTS);
  return handles;
}

function handlesOf(tree: Tree): string[] {
  return tree.flatMap(({ handle, children }) => [handle, ...handlesOf(children)]);
}
