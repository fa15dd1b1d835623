import path from 'node:path';
import type { NextConfig } from 'next';

const repository = path.join(import.meta.dirname, '../..');

/** The files at the root, as `src/proxy.ts` names them too, and the pictures. */
const FILES =
  '(?:favicon\\.ico|icon\\.svg|apple-icon\\.png|robots\\.txt|sitemap\\.xml|manifest\\.webmanifest)$|goods/.*\\.webp$';

/** What is no page of the English shop. Rewrites are tried in turn, so `/en` is among it. */
const NOT_ENGLISH = `(?:en|he)(?:/|$)|operator(?:/|$)|sign-in(?:/|$)|api/|_next/|${FILES}`;

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
  // Pictures keep their names when they are drawn anew: a day later everybody has the new ones.
  headers: async () => [
    {
      source: '/goods/:picture',
      headers: [{ key: 'cache-control', value: 'public, max-age=86400, stale-while-revalidate=604800' }],
    },
  ],
  poweredByHeader: false,
  // A server of its own with what it needs of node_modules; `package.json` lays the browser's files beside it.
  output: 'standalone',
  outputFileTracingRoot: repository,
  turbopack: { root: repository },
  // `pnpm check:types` does it, once for the whole repository.
  typescript: { ignoreBuildErrors: true },
  // Pictures are drawn in four widths; there is nothing to resize at run time.
  images: { unoptimized: true },
  outputFileTracingExcludes: {
    '*': ['../../node_modules/.pnpm/sharp@*/**', '../../node_modules/.pnpm/@img+*/**'],
  },
  devIndicators: false,
};

export default config;
