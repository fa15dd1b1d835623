import type { IncomingHttpHeaders } from 'node:http';
import { fastifyCookie } from '@fastify/cookie';
import { LSN_COOKIE, LSN_HEADER } from '@holdfast/shared/lsn-token';
import type { FastifyRequest } from 'fastify';

/** A replica that lags for half of this is read no more, so by then there is nothing older to be seen there. */
const COOKIE_SECONDS = 10;

/** What a caller shows of their own last write: of the header, else of the browser's cookie. Null when nothing. */
export function readLsnToken(request: FastifyRequest): string | null {
  const header = request.headers[LSN_HEADER];
  return (typeof header === 'string' && header !== '' ? header : request.cookies[LSN_COOKIE]) ?? null;
}

/** The same of headers as they came. `lsn` is 0 for a token that tells nothing; null: none is shown. */
export function readRawLsnToken(headers: IncomingHttpHeaders, epoch: string): { lsn: number } | null {
  const { [LSN_HEADER]: given, cookie } = headers;
  const ofCookie = () => (cookie?.includes(LSN_COOKIE) ? fastifyCookie.parse(cookie)[LSN_COOKIE] : undefined);
  const token = (typeof given === 'string' && given !== '' ? given : ofCookie()) ?? null;
  return token === null ? null : { lsn: parseLsnToken(token, epoch) ?? 0 };
}

/** The position (bytes of WAL) that a token names; null when it is malformed or of another epoch. */
export function parseLsnToken(token: string, epoch: string): number | null {
  const prefix = `${epoch}.`;
  const digits = token.startsWith(prefix) ? token.slice(prefix.length) : '';
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

/** The headers that tell a caller of their write: one for programs, and the cookie for browsers. */
export function lsnHeaders(
  { epoch, lsn }: { epoch: string; lsn: number },
  isHttps: boolean,
): Record<string, string> {
  const token = `${epoch}.${lsn}`;
  const setCookie = fastifyCookie.serialize(LSN_COOKIE, token, {
    path: '/',
    maxAge: COOKIE_SECONDS,
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps,
  });
  return { [LSN_HEADER]: token, 'set-cookie': setCookie };
}
