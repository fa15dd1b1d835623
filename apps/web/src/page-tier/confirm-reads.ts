import { LSN_HEADER } from '@holdfast/shared/lsn-token';
import { Pool } from 'undici';
import type { PageRead } from '../api/page-reads.ts';

/** `unknown`: the API does not say, for it is away, busy, or has heard enough of this asker. */
export type Confirmation = 'same' | 'changed' | 'unknown';

/** Who asks, as the API is told when a page is rendered for them too. */
export type Asker = { token: string | undefined; address: string | undefined };

/** Many: what the API has to compute takes seconds on a bad day, and what it keeps is not to wait behind that. */
const CONNECTIONS = 256;
/** A draining process of the API serves its idle connections for 5 s: nothing is asked on one that it is closing. */
const KEEP_ALIVE_MS = 4_000;
const WORST_FIRST: Confirmation[] = ['changed', 'unknown'];

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

  /** Whether all of the reads are the same for this asker; it is waited for `patienceMs`. */
  async confirm(
    reads: PageRead[],
    { asker, patienceMs }: { asker: Asker; patienceMs: number },
  ): Promise<Confirmation> {
    const signal = AbortSignal.timeout(patienceMs);
    const headers = {
      ...(asker.address && { 'x-forwarded-for': asker.address }),
      ...(asker.token && { [LSN_HEADER]: asker.token }),
    };
    try {
      const answers = await Promise.all(reads.map((read) => this.#confirmOne(read, { headers, signal })));
      return WORST_FIRST.find((confirmation) => answers.includes(confirmation)) ?? 'same';
    } catch {
      return 'unknown';
    }
  }

  async #confirmOne(
    { path, etag }: PageRead,
    { headers, signal }: { headers: Record<string, string>; signal: AbortSignal },
  ): Promise<Confirmation> {
    const answer = await this.#pool.request({
      path,
      method: 'GET',
      headers: { ...headers, 'if-none-match': etag },
      signal,
    });
    await answer.body.dump();
    if (answer.statusCode === 304) return 'same';
    if (answer.statusCode === 200) return answer.headers.etag === etag ? 'same' : 'changed';
    return answer.statusCode === 404 ? 'changed' : 'unknown';
  }
}
