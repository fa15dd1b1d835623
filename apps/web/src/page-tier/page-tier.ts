import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { noteReads, PageReads } from '../api/page-reads.ts';
import { captureAnswer } from './capture-answer.ts';
import { type Confirmation, ReadConfirmation } from './confirm-reads.ts';
import { KeptPage } from './kept-page.ts';
import { nonceOf } from './nonce.ts';
import { type PageRequest, readPageRequest } from './page-request.ts';
import { askForScriptWhenSeen } from './script-when-seen.ts';

export type Exchange = { request: IncomingMessage; response: ServerResponse };
type Rendering = { response: ServerResponse; render: () => void };

const MOST_BYTES = 64 * 1_024 * 1_024;
/** Who comes while a page is rendered waits for it, this often at most. */
const MOST_WAITS = 3;
/** For somebody else's rendering of it. */
const RENDERING_PATIENCE_MS = 2_000;
/** For the API to confirm a page. Rendering it asks the API too: who waits for a document would wait as long for that. */
const DOCUMENT_PATIENCE_MS = 10_000;

/**
 * Whole pages of the shop, sent again before Next renders them. A page is sent only once the API has confirmed that each
 * read that it was made of has the answer of then, so it is as fresh as the API's own answers.
 */
export class PageTier {
  readonly #confirmation: ReadConfirmation;
  readonly #pages = new LRUCache<string, KeptPage>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ bytes }, key) => bytes + 2 * key.length,
  });
  /** By key. Each ends when the page is there or is known not to be kept. */
  readonly #renderings = new Map<string, Promise<void>>();

  constructor(apiUrl: string) {
    this.#confirmation = new ReadConfirmation(apiUrl);
  }

  /** Answers with a kept page; else has `render` answer, once for all who wait, and keeps what may be kept of it. */
  async answer({ request, response }: Exchange, render: () => void): Promise<void> {
    const asked = readPageRequest(request);
    if (!asked) return render();
    for (let waits = 0; ; waits += 1) {
      if (await this.#sendKept(asked, response)) return;
      const rendering = this.#renderings.get(asked.key);
      if (!rendering || waits === MOST_WAITS) break;
      await Promise.race([rendering, delay(RENDERING_PATIENCE_MS)]);
    }
    if (response.destroyed) return;
    request.headers = asked.headers;
    response.setHeader('x-page-cache', 'miss');
    const rendering = this.#renderAndKeep(asked, { response, render }).finally(() => {
      if (this.#renderings.get(asked.key) === rendering) this.#renderings.delete(asked.key);
    });
    this.#renderings.set(asked.key, rendering);
    await rendering;
  }

  async #sendKept(asked: PageRequest, response: ServerResponse): Promise<boolean> {
    const page = this.#pages.get(asked.key);
    if (!page) return false;
    const confirmation = await this.#confirm(page, asked);
    // For who has written something a replica may only be late.
    if (confirmation === 'changed' && asked.token === undefined) this.#drop(asked.key, page);
    if (confirmation !== 'same') return false;
    const { headers, body } = await page.send(asked.takesGzip);
    response.writeHead(200, [...headers, 'x-page-cache', 'hit']);
    response.end(body);
    return true;
  }

  /** Who has written something is answered for what they have written; all others may share an answer. */
  #confirm({ reads, check }: KeptPage, asked: PageRequest): Promise<Confirmation> {
    const question = () =>
      this.#confirmation.confirm(reads, { asker: asked, patienceMs: DOCUMENT_PATIENCE_MS });
    return asked.token === undefined ? check.ask(question) : question();
  }

  #drop(key: string, page: KeptPage): void {
    if (this.#pages.get(key) === page) this.#pages.delete(key);
  }

  async #renderAndKeep({ key }: PageRequest, { response, render }: Rendering): Promise<void> {
    const notes = new PageReads();
    const captured = captureAnswer(response);
    noteReads(notes, render);
    const answer = await captured;
    const reads = notes.list();
    if (answer?.status !== 200 || !reads) return;
    const { headers, body } = answer;
    // Of zeros stands in a packed page what changes each time.
    if (body.includes(0)) return;
    const nonce = nonceOf(headers.find(([name]) => name === 'content-security-policy')?.[1] ?? '');
    if (!nonce || headers.some(([name]) => name === 'set-cookie')) return;
    const document = Buffer.from(askForScriptWhenSeen(body.toString(), nonce));
    this.#pages.set(key, new KeptPage({ reads, headers, nonce, body: document }));
  }
}
