import type { CallBook } from './shop-client.ts';
import type { Item } from './goods.ts';
import { Pace } from './pace.ts';
import { Reader } from './reader.ts';

/** By their names the history tells them from those who buy. */
export const PAGE_READER = 'page-reader';
const LOOKS_PER_SECOND = 10;

export type PageCrowd = { apiUrl: string; item: Item; readers: number; book: CallBook; until: AbortSignal };

/** So many people look at the page of one item again and again, and buy nothing. */
export async function watchPage({ apiUrl, item, readers, book, until }: PageCrowd): Promise<void> {
  const { handle } = item;
  const question = { parts: [{ procedure: 'catalog.product', input: { handle } } as const], gzip: true };
  const pace = new Pace(readers * LOOKS_PER_SECOND);
  const watch = async (_: unknown, index: number) => {
    const reader = new Reader({ name: `${PAGE_READER}-${index}`, apiUrl, book, watched: new Set() });
    while (!until.aborted) {
      await pace.turn();
      await reader.ask(question);
    }
    await reader.close();
  };
  await Promise.all(Array.from({ length: readers }, watch));
}
