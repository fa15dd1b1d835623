import { LSN_HEADER } from '@holdfast/shared/lsn-token';
import { Pool } from 'undici';
import type { PageRead } from '../api/page-reads.ts';

/** Who asks, as the API is told when a page is rendered for them too. */
export type Asker = { token: string | undefined; address: string | undefined };

/** More would only wait in the API instead of here. */
const CONNECTIONS = 32;
/** A draining process of the API serves its idle connections for 5 s: nothing is asked on one that it is closing. */
const KEEP_ALIVE_MS = 4_000;

/** Asks the API whether it would answer as it did when a page was rendered. */
export class ReadConfirmation {
  readonly #pool: Pool;

  constructor(apiUrl: string) {
    this.#pool = new Pool(new URL(apiUrl).origin, {
      connections: CONNECTIONS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
    });
  }

  /** Whether all of the reads are the same for this asker. False, too, when the API does not say so within `patienceMs`. */
  async confirm(
    reads: PageRead[],
    { asker, patienceMs }: { asker: Asker; patienceMs: number },
  ): Promise<boolean> {
    const signal = AbortSignal.timeout(patienceMs);
    const headers = {
      ...(asker.address && { 'x-forwarded-for': asker.address }),
      ...(asker.token && { [LSN_HEADER]: asker.token }),
    };
    try {
      const answers = await Promise.all(reads.map((read) => this.#isSame(read, { headers, signal })));
      return answers.every(Boolean);
    } catch {
      return false;
    }
  }

  async #isSame(
    { path, etag }: PageRead,
    { headers, signal }: { headers: Record<string, string>; signal: AbortSignal },
  ): Promise<boolean> {
    const answer = await this.#pool.request({
      path,
      method: 'GET',
      headers: { ...headers, 'if-none-match': etag },
      signal,
    });
    await answer.body.dump();
    return answer.statusCode === 304 || (answer.statusCode === 200 && answer.headers.etag === etag);
  }
}
