import type { ServerResponse } from 'node:http';
import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';

export type CapturedAnswer = { status: number; headers: [string, string][]; body: Buffer };

/** A page of the shop has some hundred kB. */
const MOST_BYTES = 2 * 1_024 * 1_024;
/** Each answer's own, and what follows from how its body is sent. */
const OWN_HEADERS =
  /^(?:date|connection|keep-alive|transfer-encoding|content-length|content-encoding|x-page-cache)$/;

const unpack = promisify(gunzip);

/**
 * Copies what is written into an answer while it goes its way, also when it is packed on the way. Null, as soon as that is known,
 * when it broke off, is too large or cannot be read.
 */
export function captureAnswer(response: ServerResponse): Promise<CapturedAnswer | null> {
  // Whoever it was for has left: it will neither be written nor close again.
  if (response.destroyed) return Promise.resolve(null);
  const chunks: Buffer[] = [];
  let size = 0;
  const add = (chunk: unknown, encoding: unknown) => {
    if (chunk === null || chunk === undefined || typeof chunk === 'function' || size > MOST_BYTES) return;
    const isText = typeof chunk === 'string';
    const bytes = isText ? Buffer.from(chunk, encodingOf(encoding)) : Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    chunks.push(bytes);
  };
  const write = response.write.bind(response) as (...written: unknown[]) => boolean;
  const end = response.end.bind(response) as (...written: unknown[]) => ServerResponse;
  return new Promise((resolve) => {
    response.once('close', () => resolve(null));
    response.write = (...written: unknown[]) => {
      add(written[0], written[1]);
      return write(...written);
    };
    response.end = (...written: unknown[]) => {
      add(written[0], written[1]);
      const isWhole = size <= MOST_BYTES;
      const ended = end(...written);
      resolve(isWhole ? readAnswer(response, Buffer.concat(chunks)).catch(() => null) : null);
      return ended;
    };
  });
}

async function readAnswer(response: ServerResponse, body: Buffer): Promise<CapturedAnswer | null> {
  const encoding = response.getHeader('content-encoding');
  if (encoding !== undefined && encoding !== 'gzip') return null;
  const headers = Object.entries(response.getHeaders())
    .filter(([name]) => !OWN_HEADERS.test(name))
    .map(([name, value]): [string, string] => [name, String(value)]);
  return { status: response.statusCode, headers, body: encoding ? await unpack(body) : body };
}

function encodingOf(encoding: unknown): BufferEncoding {
  return typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8';
}
