import type { Product } from '@holdfast/shared/contracts/catalog';
import { minorUnitDigits } from '@holdfast/shared/money';
import { type Locale, localePath } from '../../i18n/locales.ts';
import { siteUrl } from './page-links.ts';

/** Data for those who read pages by machine. It is no script that runs, so it needs no nonce; "<" would end it. */
function StructuredData({ data }: { data: object }) {
  const json = JSON.stringify({ '@context': 'https://schema.org', ...data }).replaceAll('<', '\\u003c');
  // JSON in which no "<" is left.
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />;
}

const AVAILABILITY = {
  in_stock: 'InStock',
  low_stock: 'LimitedAvailability',
  back_order: 'BackOrder',
  out_of_stock: 'OutOfStock',
};

export function ProductData({ product, locale }: { product: Product; locale: Locale }) {
  const url = siteUrl(localePath(locale, `/p/${product.handle}`));
  const data = {
    '@type': 'Product',
    name: product.title,
    description: textOf(product.description),
    url,
    image: product.images.map((image) => siteUrl(image.url)),
    offers: product.variants.map((variant) => ({
      '@type': 'Offer',
      url: `${url}?variant=${variant.id}`,
      name: variant.title,
      ...(variant.sku && { sku: variant.sku }),
      price: (variant.price.amount / 10 ** minorUnitDigits(variant.price.currency)).toString(),
      priceCurrency: variant.price.currency,
      availability: `https://schema.org/${AVAILABILITY[variant.availability]}`,
    })),
  };
  return <StructuredData data={data} />;
}

export type Crumb = { title: string; path: string };

export function BreadcrumbData({ crumbs, locale }: { crumbs: Crumb[]; locale: Locale }) {
  const itemListElement = crumbs.map(({ title, path }, index) => ({
    '@type': 'ListItem',
    position: index + 1,
    name: title,
    item: siteUrl(localePath(locale, path)),
  }));
  return <StructuredData data={{ '@type': 'BreadcrumbList', itemListElement }} />;
}

/** The words of sanitised HTML. */
export function textOf(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ')
    .trim();
}
