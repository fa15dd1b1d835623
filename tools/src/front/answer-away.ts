import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ERRORS } from '@holdfast/shared/errors';
import { AWAY_PAGE_POLICY, awayPage } from './away-page.ts';

const RETRY_SECONDS = 3;
/** tRPC's number for what is not available. */
const TRPC_SERVER_ERROR = -32603;

function send(
  response: ServerResponse,
  { headers, body }: { headers: Record<string, string>; body: string },
): void {
  response.writeHead(ERRORS.UNAVAILABLE.http, {
    'retry-after': String(RETRY_SECONDS),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(body);
}

/** 503 in the API's own envelope (see apps/api/src/errors/envelope.ts), so that a client needs no second way to fail. */
export function answerApiAway(_request: IncomingMessage, response: ServerResponse): void {
  const requestId = randomUUID();
  const error = {
    message: 'The shop cannot answer right now. Please try again in a moment.',
    code: TRPC_SERVER_ERROR,
    data: { code: 'UNAVAILABLE', httpStatus: ERRORS.UNAVAILABLE.http, requestId, issues: [] },
  };
  const headers = { 'content-type': 'application/json', 'x-request-id': requestId };
  send(response, { headers, body: JSON.stringify({ error }) });
}

/** 503: a page that asks again by itself for who wants a document, a line for everybody else. */
export function answerWebAway(request: IncomingMessage, response: ServerResponse): void {
  if (!request.headers.accept?.includes('text/html')) {
    send(response, { headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Unavailable\n' });
    return;
  }
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': AWAY_PAGE_POLICY,
    'referrer-policy': 'same-origin',
  };
  send(response, { headers, body: awayPage(request.url ?? '/', RETRY_SECONDS) });
}
