import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { negotiate } from '@fastify/accept-negotiator';

export type Encoding = 'br' | 'gzip' | 'identity';

/** Of what is smaller little is saved. */
const LEAST_BYTES = 1_024;
/** The best takes ten times as long for a tenth. */
export const BROTLI_OPTIONS = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
const REMEMBERED = 200;

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** What clients say, word by word, is much the same. */
const chosen = new Map<string, Encoding>();

export function chooseEncoding(accepted: string | undefined): Encoding {
  if (accepted === undefined) return 'identity';
  const known = chosen.get(accepted);
  if (known) return known;
  const encoding = negotiate(accepted, ['br', 'gzip', 'identity']) ?? 'identity';
  if (chosen.size < REMEMBERED) chosen.set(accepted, encoding);
  return encoding;
}

export function isWorthEncoding(body: { length: number }): boolean {
  return body.length >= LEAST_BYTES;
}

export function encode(body: Buffer, encoding: 'br' | 'gzip'): Promise<Buffer> {
  if (encoding === 'gzip') return gzipped(body);
  return brotli(body, BROTLI_OPTIONS);
}
