import { SESSION_COOKIE } from '@holdfast/shared/contracts/identity';
import type { FastifyRequest } from 'fastify';

/** A token that a caller shows; null when what stands there is none of ours. */
export type Credential = { from: 'header' | 'cookie'; token: string | null };

const TOKEN = /^[\w-]{1,200}$/;
const BEARER = /^Bearer ([\w-]{1,200})$/i;

/** Of the Authorization header, else of the browser's cookie. */
export function readCredential(request: FastifyRequest): Credential | null {
  const { authorization } = request.headers;
  if (authorization !== undefined) return { from: 'header', token: BEARER.exec(authorization)?.[1] ?? null };
  const cookie = request.cookies[SESSION_COOKIE];
  return cookie && TOKEN.test(cookie) ? { from: 'cookie', token: cookie } : null;
}
