import type { MetadataRoute } from 'next';
import { siteUrl } from '../features/catalog/page-links.ts';
import { LOCALES, localePath } from '../i18n/locales.ts';

const PRIVATE = ['/cart', '/checkout', '/orders/', '/search'];

export const dynamic = 'force-dynamic';

export default function robots(): MetadataRoute.Robots {
  const ofTheShop = LOCALES.flatMap((locale) => PRIVATE.map((path) => localePath(locale, path)));
  return {
    rules: { userAgent: '*', disallow: [...ofTheShop, '/operator', '/sign-in', '/trpc'] },
    sitemap: siteUrl('/sitemap.xml'),
  };
}
