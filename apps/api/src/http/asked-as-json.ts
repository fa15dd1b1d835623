import type { IncomingHttpHeaders } from 'node:http';

/** JSON in, whatever there is of it, and JSON out: neither a stream is asked for nor a form brought. */
export function isAskedAsJson(headers: IncomingHttpHeaders): boolean {
  if (headers['trpc-accept'] !== undefined || headers.accept?.includes('application/jsonl')) return false;
  const contentType = headers['content-type'];
  return contentType === undefined || contentType.startsWith('application/json');
}
