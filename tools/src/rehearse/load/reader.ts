import { gunzipSync } from 'node:zlib';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Answer, Call } from '../../checker/history.ts';
import type { Session } from './session.ts';
import { type CallBook, LSN_HEADER, readTold } from './shop-client.ts';
import { pathOf, type Question } from './question.ts';
import { readParts } from './read-parts.ts';

const LSN_COOKIE = 'hf_lsn';
const ANSWER_WITHIN_MS = 10_000;
/** While nobody is there. */
const ASK_AGAIN_MS = 50;
/**
 * The API's processes share a port, and the kernel gives each new connection to one of them: who keeps theirs for ever would
 * not meet a process again that was away.
 */
export const CONNECTION_LIVES_MS = 1_000;

export type ReaderOptions = {
  name: string;
  apiUrl: string;
  book: CallBook;
  /** Handles of what the history is to tell of. */
  watched: ReadonlySet<string>;
  /** Whose last write is shown, and how; missing: of nobody. */
  as?: { session: Session; by: 'header' | 'cookie' };
};

/** What came over the wire for one request, with what its headers say. */
type Got = { answers: Answer[]; told: Pick<Call, 'position' | 'cache'> };

/** A client that looks at the shop over one connection at a time, and writes each look down. */
export class Reader {
  readonly #options: ReaderOptions;
  readonly #pool: Pool;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#pool = new Pool(options.apiUrl, {
      connections: 1,
      clientTtl: CONNECTION_LIVES_MS,
      headersTimeout: ANSWER_WITHIN_MS,
      bodyTimeout: ANSWER_WITHIN_MS,
      connectTimeout: ANSWER_WITHIN_MS,
    });
  }

  /** One request. @returns how many looks that were answered */
  async ask(question: Question): Promise<number> {
    const { name, as, book } = this.#options;
    const shown = as?.session.lsn;
    const from = Date.now();
    const { answers, told } = await this.#send(question);
    const to = Date.now();
    for (const [index, { procedure, input }] of question.parts.entries()) {
      const answer = answers[index] ?? { kind: 'unknown', why: 'the batch has no such answer' };
      const said = { ...(shown !== undefined && { shown }), ...told };
      const id = book.begin(procedure);
      const session = as?.session.name ?? name;
      book.write({ type: 'call', id, client: name, session, procedure, input, from, to, answer, ...said });
    }
    const answered = answers.filter(({ kind }) => kind === 'ok').length;
    if (answered === 0) await delay(ASK_AGAIN_MS);
    return answered;
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #send(question: Question): Promise<Got> {
    const { watched, as } = this.#options;
    const parts = question.parts.length;
    try {
      const path = pathOf(question);
      const { statusCode, headers, body } = await this.#pool.request({
        method: 'GET',
        path,
        headers: this.#headers(question),
      });
      const bytes = await body.bytes();
      const text = new TextDecoder().decode(
        headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes,
      );
      const told = readTold(headers);
      if (told.position !== undefined) as?.session.hasWritten(told.position);
      return { answers: readParts({ status: statusCode, body: text }, { parts, watched }), told };
    } catch (error) {
      const answer: Answer = { kind: 'unknown', why: (error as Error).message };
      return { answers: Array.from({ length: parts }, () => answer), told: {} };
    }
  }

  #headers({ gzip }: Question): Record<string, string> {
    const { as } = this.#options;
    const shown = as?.session.lsn;
    return {
      ...(gzip && { 'accept-encoding': 'gzip' }),
      ...(as && shown !== undefined && showBy(as.by, shown)),
    };
  }
}

function showBy(by: 'header' | 'cookie', token: string): Record<string, string> {
  return by === 'header' ? { [LSN_HEADER]: token } : { cookie: `${LSN_COOKIE}=${token}` };
}
