import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cache } from '@holdfast/commerce/infra/cache/cache';
import type { ReadTrace } from '@holdfast/commerce/infra/cache/read-trace';
import type { Database } from '@holdfast/db/database';
import { LRUCache } from 'lru-cache';
import { isAskedAsJson } from '../asked-as-json.ts';
import type { AddressWindows } from '../address-windows.ts';
import { cacheControl } from '../cache-control.ts';
import { ClientAddresses } from '../client-address.ts';
import { parseLsnToken, readLsnToken } from '../lsn-token.ts';
import type { RequestMeter } from '../observe.ts';
import { chooseRequestId } from '../request-id.ts';
import { chooseEncoding } from './encodings.ts';
import { isKnownTo } from '../etag.ts';
import { type Form, KeptAnswer } from './kept-answer.ts';
import { canonicalKey, familyOf, type PublicCall } from './public-call.ts';

export type TierParts = {
  cache: Cache;
  meter: RequestMeter;
  /** Tells the epoch of the positions that callers show. */
  db: Pick<Database, 'epoch'>;
  trustedProxies: string[];
  /** Answers a minute for a client's address; null for no limit. */
  limit: { most: number; windows: AddressWindows } | null;
  isCdnPurged: boolean;
  draining: AbortSignal;
};

type Sending = {
  request: IncomingMessage;
  response: ServerResponse;
  form: Form;
  /** Headers of this request alone. */
  own: string[];
};

export type Given = {
  url: string;
  trace: ReadTrace;
  /** Those that every such answer has, whoever asks. */
  headers: [string, string][];
  etag: string;
  body: Buffer;
};

const MOST_BYTES = 64 * 1_024 * 1_024;
const MOST_URL_BYTES = 8 * 1_024 * 1_024;

/**
 * Whole answers of public content, sent again before Fastify or tRPC see the request. An answer is valid on the same grounds as
 * the cache's entry that it was made of; what is not valid, or cannot be known to be, goes the long way.
 */
export class ResponseTier {
  readonly #parts: TierParts;
  readonly #addresses: ClientAddresses;
  readonly #answers = new LRUCache<string, KeptAnswer>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ bytes }) => bytes,
  });
  /** The canonical key of an address as it is written: fields may stand in any order. */
  readonly #keys = new LRUCache<string, string>({
    maxSize: MOST_URL_BYTES,
    sizeCalculation: (key, url) => 2 * (key.length + url.length),
  });

  constructor(parts: TierParts) {
    this.#parts = parts;
    this.#addresses = new ClientAddresses(parts.trustedProxies);
  }

  /** Keeps what was answered, for who asks the same next. */
  keep(call: PublicCall, { url, trace, headers, etag, body }: Given): void {
    const { grounds, outcome } = trace;
    if (!grounds || outcome === 'stale') return;
    const key = canonicalKey(call);
    if (key === null) return;
    this.#keys.set(url, key);
    const { path: procedure } = call;
    const answer = new KeptAnswer({ procedure, family: familyOf(call), grounds, headers, etag, body });
    const before = this.#answers.get(key);
    // Its forms are made already.
    if (before?.etag === answer.etag) before.renew(grounds);
    else this.#answers.set(key, answer);
  }

  /** Answers from what is kept. False: it is not kept, or not for this request; nothing has been done. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'GET' || this.#parts.draining.aborted) return false;
    const kept = this.#find(request);
    if (!kept) return false;
    const begun = performance.now();
    const token = readLsnToken(request.headers);
    const minLsn = token === null ? null : parseLsnToken(token, this.#parts.db.epoch);
    if (!this.#isValid(kept, minLsn ?? 0)) return false;
    const form = kept.formFor(chooseEncoding(request.headers['accept-encoding']));
    if (!form) return false;
    const limitHeaders = this.#count(request);
    if (!limitHeaders) return false;
    const { meter, cache, isCdnPurged: isPurged } = this.#parts;
    const own = [...limitHeaders, 'cache-control', cacheControl({ showsToken: token !== null, isPurged })];
    this.#send(kept, { request, response, form, own });
    meter.record(kept.procedure, { status: response.statusCode, ms: performance.now() - begun });
    if (kept.family) cache.countHit(kept.family);
    return true;
  }

  /** What came from elsewhere is told by CORS whether it may be read, and that is Fastify's. */
  #find({ url = '', headers }: IncomingMessage): KeptAnswer | undefined {
    const key = this.#keys.get(url);
    if (key === undefined || headers.origin !== undefined || !isAskedAsJson(headers)) return undefined;
    return this.#answers.get(key);
  }

  /** One request is let through a while before the time is over, and what it brings takes the place of this. */
  #isValid(kept: KeptAnswer, minLsn: number): boolean {
    if (this.#parts.cache.judge(kept.grounds, minLsn) !== 'valid') return false;
    if (kept.isRefreshing || Date.now() < kept.grounds.refreshAt) return true;
    kept.isRefreshing = true;
    return false;
  }

  /** What a client is told of the limit; undefined when this is one too many, which Fastify then refuses. */
  #count(request: IncomingMessage): string[] | undefined {
    const { limit } = this.#parts;
    if (!limit) return [];
    const { current, ttl } = limit.windows.count(this.#addresses.of(request));
    if (current > limit.most) return undefined;
    return [
      'x-ratelimit-limit',
      String(limit.most),
      'x-ratelimit-remaining',
      String(limit.most - current),
      'x-ratelimit-reset',
      String(Math.ceil(ttl / 1_000)),
    ];
  }

  #send(kept: KeptAnswer, { request, response, form, own }: Sending): void {
    own.push('x-request-id', chooseRequestId(request));
    if (isKnownTo(request, kept.etag)) {
      response.writeHead(304, kept.notModified.concat(own));
      response.end();
      return;
    }
    response.writeHead(200, form.headers.concat(own));
    response.end(form.text, 'latin1');
  }
}
