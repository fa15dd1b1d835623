import type { Call } from '../../checker/history.ts';
import { readEntries } from '../../checker/read-history.ts';
import { PAGE_READER } from '../load/watch-page.ts';

/** A look at the hot item's page that was answered; times in ms since 1970. */
export type PageLook = { to: number; isSoldOut: boolean; cache: string | undefined };

type Shown = { variants: { id: string; availability: string }[] };

/** Those of who only watched the page, in the order in which they were answered. */
export async function readPageLooks(historyFile: string, variantId: string): Promise<PageLook[]> {
  const looks: PageLook[] = [];
  for await (const entry of readEntries(historyFile)) {
    if (entry.type === 'call' && entry.client.startsWith(PAGE_READER))
      looks.push(...readLook(entry, variantId));
  }
  return looks.sort((a, b) => a.to - b.to);
}

function readLook({ to, cache, answer }: Call, variantId: string): PageLook[] {
  if (answer.kind !== 'ok') return [];
  const variant = (answer.data as Shown).variants.find(({ id }) => id === variantId);
  return variant ? [{ to, cache, isSoldOut: variant.availability === 'out_of_stock' }] : [];
}
