import path from 'node:path';
import type { NextConfig } from 'next';

const repository = path.join(import.meta.dirname, '../..');

/** First parts of an address that are no page of the English shop. Rewrites are tried in turn, so `/en` is among them. */
const NOT_ENGLISH = '(?:en|he)(?:/|$)|operator(?:/|$)|sign-in(?:/|$)|api/|_next/|.*\\.[a-z0-9]+$';

const config: NextConfig = {
  // English pages have no prefix: `/cart` is served by app/(shop)/[locale]/cart as `/en/cart`.
  rewrites: async () => ({
    beforeFiles: [
      { source: '/', destination: '/en' },
      { source: `/:path((?!${NOT_ENGLISH}).+)`, destination: '/en/:path' },
    ],
    afterFiles: [],
    fallback: [],
  }),
  redirects: async () => [
    { source: '/en', destination: '/', permanent: true },
    { source: '/en/:path*', destination: '/:path*', permanent: true },
  ],
  poweredByHeader: false,
  outputFileTracingRoot: repository,
  turbopack: { root: repository },
  // `pnpm check:types` does it, once for the whole repository.
  typescript: { ignoreBuildErrors: true },
  // Pictures are drawn in three widths; there is nothing to resize at run time.
  images: { unoptimized: true },
  devIndicators: false,
};

export default config;
