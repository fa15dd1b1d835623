import path from 'node:path';
import type { NextConfig } from 'next';
import drawn from './src/ui/drawn-pictures.json' with { type: 'json' };

const repository = path.join(import.meta.dirname, '../..');

/** The files at the root, as `src/proxy.ts` names them too, and the pictures. */
const FILES =
  '(?:favicon\\.ico|icon\\.svg|apple-icon\\.png|robots\\.txt|sitemap\\.xml|manifest\\.webmanifest)$|goods/.*\\.(?:avif|webp)$';

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
  // Pictures keep their names when they are drawn anew: pages ask for them with their version, whoever else comes has
  // the new ones a day later.
  headers: async () => [
    {
      source: '/goods/:picture',
      headers: [{ key: 'cache-control', value: 'public, max-age=86400, stale-while-revalidate=604800' }],
    },
    {
      source: '/goods/:picture',
      has: [{ type: 'query', key: 'v', value: drawn.version }],
      headers: [{ key: 'cache-control', value: 'public, max-age=31536000, immutable' }],
    },
  ],
  poweredByHeader: false,
  // A server of its own with what it needs of node_modules; `package.json` lays the browser's files beside it.
  output: 'standalone',
  outputFileTracingRoot: repository,
  turbopack: {
    root: repository,
    // Messages are compiled before they are sent (src/i18n/messages.ts): browsers need no parser of them.
    resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' },
  },
  // `pnpm check:types` does it, once for the whole repository.
  typescript: { ignoreBuildErrors: true },
  // Pictures are drawn in all their widths beforehand: a crowd costs no encoding, and no address can be asked for one.
  images: { unoptimized: true },
  outputFileTracingExcludes: {
    '*': ['../../node_modules/.pnpm/sharp@*/**', '../../node_modules/.pnpm/@img+*/**'],
  },
  // What was fetched ahead is shown for no longer than this, the least that Next allows; a page itself is never kept.
  experimental: { staleTimes: { dynamic: 0, static: 30 } },
  devIndicators: false,
};

export default config;
