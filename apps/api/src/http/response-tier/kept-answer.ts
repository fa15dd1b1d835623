import type { CacheFamily } from '@holdfast/commerce/infra/cache/families';
import type { Grounds } from '@holdfast/commerce/infra/cache/read-trace';
import { type Encoding, encode, isWorthEncoding } from './encodings.ts';

/**
 * A whole answer of status 200: its headers, flat as Node takes them, and its bytes, each as the character of that number. Node
 * writes such a text together with the head, in one piece, and a Buffer beside it.
 */
export type Form = { headers: string[]; text: string };

export type NewAnswer = {
  procedure: string;
  family: CacheFamily | undefined;
  grounds: Grounds;
  /** Those that every such answer has, whoever asks. */
  headers: [string, string][];
  etag: string;
  body: Buffer;
};

/** An answer as it was given, in the forms in which it is asked for. */
export class KeptAnswer {
  readonly procedure: string;
  readonly family: CacheFamily | undefined;
  readonly etag: string;
  /** For who has it already. */
  readonly notModified: string[];
  /** A request that was let through is to renew it. */
  isRefreshing = false;
  #grounds: Grounds;
  readonly #forms = new Map<Encoding, Form>();
  readonly #encoding = new Set<Encoding>();
  readonly #headers: string[];
  readonly #plain: Form;

  constructor({ procedure, family, grounds, headers, etag, body }: NewAnswer) {
    this.procedure = procedure;
    this.family = family;
    this.#grounds = grounds;
    this.etag = etag;
    const common = headers.filter(([name]) => name !== 'content-type').flat();
    this.notModified = [...common, 'etag', this.etag, 'x-cache', 'hit'];
    this.#headers = [...headers.flat(), 'etag', this.etag, 'x-cache', 'hit'];
    this.#plain = this.#formOf(body);
  }

  /** Of all its forms, about. */
  get bytes(): number {
    return 2 * this.#plain.text.length + 2_048;
  }

  get grounds(): Grounds {
    return this.#grounds;
  }

  /** It was computed anew and is the same. */
  renew(grounds: Grounds): void {
    this.#grounds = grounds;
    this.isRefreshing = false;
  }

  /** Undefined when it is asked for in this form for the first time: it is made then, for the next. */
  formFor(encoding: Encoding): Form | undefined {
    if (encoding === 'identity' || !isWorthEncoding(this.#plain.text)) return this.#plain;
    const form = this.#forms.get(encoding);
    if (!form && !this.#encoding.has(encoding)) void this.#make(encoding);
    return form;
  }

  async #make(encoding: 'br' | 'gzip'): Promise<void> {
    this.#encoding.add(encoding);
    try {
      const body = await encode(Buffer.from(this.#plain.text, 'latin1'), encoding);
      const form = this.#formOf(body);
      form.headers.push('content-encoding', encoding);
      this.#forms.set(encoding, form);
    } catch {
      // The next one asks for it again.
      this.#encoding.delete(encoding);
    }
  }

  #formOf(body: Buffer): Form {
    return {
      headers: [...this.#headers, 'content-length', String(body.length)],
      text: body.toString('latin1'),
    };
  }
}
