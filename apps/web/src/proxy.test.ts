import { readdirSync } from 'node:fs';
import path from 'node:path';
import {
  getRewrittenUrl,
  unstable_doesMiddlewareMatch,
  unstable_getResponseFromNextConfig,
} from 'next/experimental/testing/server';
import { NextRequest } from 'next/server';
import { describe, expect, it, test } from 'vitest';
import nextConfig from '../next.config.ts';
import { config, proxy } from './proxy.ts';

const ORIGIN = 'http://shop.example';
const hasPolicy = (url: string) => unstable_doesMiddlewareMatch({ config, nextConfig, url });

async function rewritten(url: string): Promise<string | null> {
  const answer = await unstable_getResponseFromNextConfig({ url: ORIGIN + url, nextConfig });
  return getRewrittenUrl(answer)?.replace(ORIGIN, '') ?? null;
}

test.each(['/', '/p/mooring-line', '/he/p/a.b', '/p/a.html', '/a.b', '/operator/orders/x.y', '/sign-in'])(
  'the page %s has a policy',
  (url) => {
    expect(hasPolicy(url)).toBe(true);
  },
);

describe('a file at the root of the app', () => {
  const app = path.join(import.meta.dirname, 'app');
  const extensions: Record<string, string> = { robots: '.txt', sitemap: '.xml', manifest: '.webmanifest' };
  const files = readdirSync(app, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => path.parse(name))
    .map(({ name, ext }) => `/${name}${ext === '.ts' ? extensions[name] : ext}`);
  it.each(files)('%s is served as it is', async (url) => {
    expect(hasPolicy(url)).toBe(false);
    expect(await rewritten(url)).toBeNull();
  });
});

test('pictures are served as they are, other addresses below them are pages', async () => {
  for (const picture of ['/goods/rope/kelp-640.webp', '/goods/rope-160.avif?v=0']) {
    expect(hasPolicy(picture)).toBe(false);
    expect(await rewritten(picture)).toBeNull();
  }
  expect(await rewritten('/goods/rope')).toBe('/en/goods/rope');
  expect(await rewritten('/p/a.html')).toBe('/en/p/a.html');
});

test('scripts run by a nonce that is another one for each page, and nobody may frame a page', async () => {
  const policies = await Promise.all(
    ['/cart', '/cart'].map(async (url) => {
      const answer = await proxy(new NextRequest(ORIGIN + url));
      return answer.headers.get('content-security-policy') ?? '';
    }),
  );
  const nonces = policies.map((policy) => /'nonce-([^']+)'/.exec(policy)?.[1]);
  expect(nonces[0]).toMatch(/.{20}/);
  expect(nonces[0]).not.toBe(nonces[1]);
  for (const policy of policies) {
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  }
});
