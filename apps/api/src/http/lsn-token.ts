import type { IncomingHttpHeaders } from 'node:http';
import { fastifyCookie } from '@fastify/cookie';
import { LSN_COOKIE, LSN_HEADER } from '@holdfast/shared/lsn-token';

/** A replica that lags for half of this is read no more, so by then there is nothing older to be seen there. */
const COOKIE_SECONDS = 10;

/** What a caller shows of their own last write: of the header, else of the browser's cookie. Null when nothing. */
export function readLsnToken({ [LSN_HEADER]: given, cookie }: IncomingHttpHeaders): string | null {
  if (typeof given === 'string' && given !== '') return given;
  return (cookie?.includes(LSN_COOKIE) ? fastifyCookie.parse(cookie)[LSN_COOKIE] : undefined) ?? null;
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
