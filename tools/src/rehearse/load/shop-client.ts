import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Dispatcher, Pool } from 'undici';
import type { Answer, Call } from '../../checker/history.ts';
import { type Procedure, isQuery, readAnswer, type Reply } from './answers.ts';
import type { HistoryWriter } from './history-writer.ts';
import type { Session } from './session.ts';

const ANSWER_WITHIN_MS = 10_000;
const PATIENCE_MS = 30_000;
/** Refusals that say: ask again, nothing came of it yet. */
const ASK_AGAIN = new Set(['OVERLOADED', 'RATE_LIMITED', 'IN_PROGRESS']);
const LONGEST_PAUSE_MS = 5_000;
const FIRST_PAUSE_MS = 200;
export const LSN_HEADER = 'x-holdfast-lsn';
const CACHE_HEADER = 'x-cache';

/** Where calls are written down: a history of this process, or of another. */
export type CallBook = Pick<HistoryWriter, 'begin'> & { write(call: Call): void };

export type ClientOptions = { name: string; session: Session; pool: Pool; history: CallBook };

/** What came over the wire, with what its headers say. */
type Sent = { answer: Answer; retryAfterMs?: number; told: Pick<Call, 'position' | 'cache'> };

/**
 * Calls the API by plain HTTP and writes each call into the history. One client does one thing after the other.
 */
export class ShopClient {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** One call, which is given up after `withinMs`. Never throws: no answer is an answer of the kind `unknown`. */
  async call<P extends Procedure>(
    procedure: P,
    input: object,
    withinMs = ANSWER_WITHIN_MS,
  ): Promise<Reply<P>> {
    return (await this.#call(procedure, input, withinMs)).reply;
  }

  /**
   * The same, as a good client does it: asks again with the same input, so with the same idempotency key, when it was
   * turned away, or was not answered, until its patience is over. Gives the last answer.
   */
  async insist<P extends Procedure>(procedure: P, input: object): Promise<Reply<P>> {
    const deadline = performance.now() + PATIENCE_MS;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const { reply, retryAfterMs } = await this.#call(procedure, input, ANSWER_WITHIN_MS);
      const asksAgain = reply.kind === 'unknown' || (reply.kind === 'refused' && ASK_AGAIN.has(reply.code));
      if (!asksAgain || performance.now() > deadline) return reply;
      await delay(Math.min(retryAfterMs ?? pauseMs, LONGEST_PAUSE_MS));
    }
  }

  async #call<P extends Procedure>(
    procedure: P,
    input: object,
    withinMs: number,
  ): Promise<{ reply: Reply<P>; retryAfterMs: number | undefined }> {
    const { name, session, history } = this.#options;
    const id = history.begin(procedure);
    const from = Date.now();
    const shown = session.lsn;
    const { answer, retryAfterMs, told } = await this.#send(this.#request(procedure, input), withinMs);
    const call = { type: 'call', id, client: name, session: session.name, procedure, input } as const;
    history.write({ ...call, from, to: Date.now(), answer, ...(shown !== undefined && { shown }), ...told });
    return { reply: answer as Reply<P>, retryAfterMs };
  }

  #request(procedure: Procedure, input: object): Dispatcher.RequestOptions {
    const { address, accessToken, lsn } = this.#options.session;
    const headers = {
      'x-forwarded-for': address,
      ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      ...(lsn !== undefined && { [LSN_HEADER]: lsn }),
    };
    const body = JSON.stringify(input);
    if (isQuery(procedure)) {
      return { method: 'GET', path: `/trpc/${procedure}?input=${encodeURIComponent(body)}`, headers };
    }
    return {
      method: 'POST',
      path: `/trpc/${procedure}`,
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    };
  }

  async #send(request: Dispatcher.RequestOptions, withinMs: number): Promise<Sent> {
    const { pool, session } = this.#options;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error(`no answer within ${withinMs} ms`)), withinMs);
    try {
      const { statusCode, headers, body } = await pool.request({ ...request, signal: late.signal });
      const text = await body.text();
      const told = readTold(headers);
      if (told.position !== undefined) session.hasWritten(told.position);
      const retryAfter = headers['retry-after'];
      return {
        answer: readAnswer(statusCode, text),
        told,
        ...(typeof retryAfter === 'string' && { retryAfterMs: Number(retryAfter) * 1_000 }),
      };
    } catch (error) {
      return { answer: { kind: 'unknown', why: (error as Error).message }, told: {} };
    } finally {
      clearTimeout(timer);
    }
  }
}

/** What an answer's headers tell of a write, and of where it came from. */
export function readTold(headers: IncomingHttpHeaders): Pick<Call, 'position' | 'cache'> {
  const { [LSN_HEADER]: position, [CACHE_HEADER]: cache } = headers;
  return {
    ...(typeof position === 'string' && { position }),
    ...(typeof cache === 'string' && { cache }),
  };
}
