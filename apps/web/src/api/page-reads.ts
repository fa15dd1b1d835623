import { AsyncLocalStorage } from 'node:async_hooks';

/** One read of the API: its path with its query, and what its answer was marked with. */
export type PageRead = { path: string; etag: string };

/** What a page is made of, noted while it is rendered. */
export class PageReads {
  /** By path; null while an answer is waited for. */
  readonly #etags = new Map<string, string | null>();
  #isSpoilt = false;

  begin(path: string): void {
    if (!this.#etags.has(path)) this.#etags.set(path, null);
  }

  /** Without an ETag nobody can say later whether the answer would be the same. */
  end(path: string, etag: string | null): void {
    const before = this.#etags.get(path);
    if (etag === null || (before && before !== etag)) this.spoil();
    else this.#etags.set(path, etag);
  }

  /** The page holds what cannot be asked for again, or is not for everybody. */
  spoil(): void {
    this.#isSpoilt = true;
  }

  /** Null when the page may not be kept: something in it cannot be confirmed. */
  list(): PageRead[] | null {
    const reads = [...this.#etags].flatMap(([path, etag]) => (etag === null ? [] : [{ path, etag }]));
    return this.#isSpoilt || reads.length < this.#etags.size ? null : reads;
  }
}

// Next bundles the page, the proxy and the tier of pages each with a copy of this module.
const SHARED = Symbol.for('holdfast.page-reads');
const shared = globalThis as { [SHARED]?: AsyncLocalStorage<PageReads> };
const rendering = (shared[SHARED] ??= new AsyncLocalStorage());

/** Has what `render` reads noted in `reads`, however long it goes on. */
export function noteReads(reads: PageReads, render: () => void): void {
  rendering.run(reads, render);
}

/** Of the page that is being rendered; undefined when it is none that could be kept. */
export function currentReads(): PageReads | undefined {
  return rendering.getStore();
}

/** `fetch` for reads of public content. Anything but a GET that succeeds spoils the page. */
export async function fetchNoted(address: string, init: RequestInit): Promise<Response> {
  const reads = currentReads();
  if (!reads) return fetch(address, init);
  const { pathname, search } = new URL(address);
  const path = pathname + search;
  reads.begin(path);
  const response = await fetch(address, init);
  const isRead = (init.method ?? 'GET') === 'GET' && response.status === 200;
  // A page that makes do without an answer that broke off is not to be kept.
  const body = await response.arrayBuffer();
  reads.end(path, isRead ? response.headers.get('etag') : null);
  return new Response(body.byteLength === 0 ? null : body, response);
}
