import type { FastifyRequest } from 'fastify';

/**
 * Whether a browser says that it sends this for a page of ours: the Origin is the host that was asked (as the
 * proxy in front tells it) or one that is allowed. Neither header can be set by a page.
 */
export function isFromOwnPage(request: FastifyRequest, allowedOrigins: string[]): boolean {
  const { origin } = request.headers;
  if (origin === undefined || request.headers['sec-fetch-site'] === 'cross-site') return false;
  return allowedOrigins.includes(origin) || hostOf(origin) === request.host;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
