import type { PageRead } from '../api/page-reads.ts';
import { newNonce } from './nonce.ts';
import { findNonce, packAround, packedWithNonce, type PageBytes, withNonce } from './page-bytes.ts';
import { SharedCheck } from './shared-check.ts';

export type RenderedPage = {
  reads: PageRead[];
  /** Names in lower case. Those that every such answer has, whoever asks. */
  headers: [string, string][];
  /** Of its policy, which all its scripts carry. */
  nonce: string;
  body: Buffer;
};

/** As Node takes them. */
export type SentPage = { headers: string[]; body: Buffer };

/** A page as it was rendered, to be sent again with a nonce of its own each time. */
export class KeptPage {
  readonly reads: PageRead[];
  /** Whether it would be rendered the same now, for who shows no write of their own. */
  readonly check = new SharedCheck();
  readonly #headers: [string, string][];
  readonly #nonce: string;
  readonly #plain: PageBytes;
  #packed: Promise<PageBytes> | undefined;

  constructor({ reads, headers, nonce, body }: RenderedPage) {
    this.reads = reads;
    this.#headers = headers;
    this.#nonce = nonce;
    this.#plain = findNonce(body, nonce);
  }

  /** In memory, about: packed it is a fifth. */
  get bytes(): number {
    return Math.ceil(1.25 * this.#plain.bytes.length) + 4_096;
  }

  /** The page with a fresh nonce. The packed form is made when it is asked for first. */
  async send(isPacked: boolean): Promise<SentPage> {
    const nonce = newNonce();
    const plain = withNonce(this.#plain, nonce);
    const headers = this.#headers.flatMap(([name, value]) => [name, value.replaceAll(this.#nonce, nonce)]);
    if (!isPacked) return withLength(headers, plain);
    const packed = packedWithNonce(await this.#pack(nonce.length), { plain, nonce });
    return withLength([...headers, 'content-encoding', 'gzip'], packed);
  }

  async #pack(nonceLength: number): Promise<PageBytes> {
    this.#packed ??= packAround(this.#plain, nonceLength);
    try {
      return await this.#packed;
    } catch (error) {
      this.#packed = undefined;
      throw error;
    }
  }
}

function withLength(headers: string[], body: Buffer): SentPage {
  return { headers: [...headers, 'content-length', String(body.length)], body };
}
