import { type NextRequest, NextResponse } from 'next/server';
import { newNonce } from './page-tier/nonce.ts';
import { isAskedByRouter } from './shell/asked-by-router.ts';
import { hasPage } from './shell/has-page.ts';

const isDevelopment = process.env.NODE_ENV === 'development';

/** Gives every page its Content-Security-Policy, with a nonce for the scripts that Next writes into it. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const policy = contentSecurityPolicy(newNonce());
  const headers = new Headers(request.headers);
  // Next reads the nonce from the request's header and puts it on each of its scripts.
  headers.set('content-security-policy', policy);
  // A layout is not told which page it is around.
  headers.set('x-page-path', request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ status: await statusOf(request), request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('x-content-type-options', 'nosniff');
  return response;
}

/**
 * A page that calls notFound() is an empty one until script has run. So pages say themselves that something is not
 * there, in full, and its status is set here.
 */
async function statusOf({ method, nextUrl, headers }: NextRequest): Promise<200 | 404> {
  const isDocument = (method === 'GET' || method === 'HEAD') && !isAskedByRouter(headers);
  return !isDocument || (await hasPage(nextUrl.pathname)) ? 200 : 404;
}

/** Styles may be inline: React writes them, and they cannot run. Pictures may come from anywhere, as importers name them. */
function contentSecurityPolicy(nonce: string): string {
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: https:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `object-src 'none'`,
    `base-uri 'self'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

export const config = {
  // Files, Next's own parts and this app's own routes run no scripts. They are named one by one: an address that only
  // looks like a file is a page, and has a policy.
  matcher: [
    {
      source:
        '/((?!_next/|api/|(?:favicon\\.ico|icon\\.svg|apple-icon\\.png|robots\\.txt|sitemap\\.xml|manifest\\.webmanifest)$|goods/.*\\.(?:avif|webp)$).*)',
    },
  ],
};
