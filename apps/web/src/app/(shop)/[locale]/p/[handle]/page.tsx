import type { Metadata } from 'next';
import { Breadcrumb } from '../../../../../features/catalog/breadcrumb.tsx';
import { openingVariant } from '../../../../../features/catalog/choose-variant.ts';
import { describeItem } from '../../../../../features/catalog/describe-item.ts';
import { GoodsCard } from '../../../../../features/catalog/goods-card.tsx';
import { GoodsGrid, GRID_SIZES } from '../../../../../features/catalog/goods-grid.tsx';
import { openGraphOf, pageLinks } from '../../../../../features/catalog/page-links.ts';
import { ProductView } from '../../../../../features/catalog/product-view.tsx';
import { readProduct, readRelated } from '../../../../../features/catalog/read-product.ts';
import { ProductSkeleton } from '../../../../../features/catalog/skeletons.tsx';
import { ProductData, textOf } from '../../../../../features/catalog/structured-data.tsx';
import { MESSAGES } from '../../../../../i18n/messages.ts';
import { readLocale, translator } from '../../../../../i18n/server.ts';
import { MoreWords } from '../../../../../i18n/more-words.tsx';
import { NotFoundView, notFoundMetadata } from '../../../../../shell/not-found-view.tsx';
import { WhenSlow } from '../../../../../shell/when-slow.tsx';

type Props = {
  params: Promise<{ locale: string; handle: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const DESCRIPTION_LENGTH = 155;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [locale, { handle }] = await Promise.all([readLocale(params), params]);
  const product = await readProduct(locale, decodeURIComponent(handle));
  if (!product) return notFoundMetadata(locale);
  const description = shorten(textOf(product.description));
  return {
    title: product.title,
    description,
    alternates: pageLinks(locale, `/p/${product.handle}`),
    openGraph: {
      ...openGraphOf(locale, `/p/${product.handle}`),
      title: product.title,
      description,
      images: product.images.slice(0, 1).map(({ url, alt }) => ({ url, alt, width: 1280, height: 1280 })),
    },
  };
}

export default async function ProductPage(props: Props) {
  const skeleton = <ProductSkeleton locale={await readLocale(props.params)} />;
  return <WhenSlow skeleton={skeleton}>{renderProduct(props)}</WhenSlow>;
}

async function renderProduct({ params, searchParams }: Props) {
  const [locale, { handle }, query] = await Promise.all([readLocale(params), params, searchParams]);
  const product = await readProduct(locale, decodeURIComponent(handle));
  const opening = product && openingVariant(product, query);
  if (!product || !opening) return <NotFoundView locale={locale} />;
  const related = await readRelated(product, locale);
  const t = translator(locale, 'catalog');
  const shelf = product.categories[0];
  const crumbs = [
    ...(shelf ? [{ title: shelf.title, path: `/c/${shelf.handle}` }] : []),
    { title: product.title, path: `/p/${product.handle}` },
  ];
  return (
    <div className="frame">
      <div className="py-3 md:py-5">
        <Breadcrumb crumbs={crumbs} locale={locale} />
      </div>
      <ProductData product={product} locale={locale} />
      <MoreWords messages={{ catalog: { product: MESSAGES[locale].catalog.product } }}>
        <ProductView key={`${product.id} ${opening.id}`} product={product} openedWith={opening.id}>
          <p className="text-sm text-ink-soft">{t('product.returns')}</p>
          <section className="mt-8 border-t border-line pt-6">
            <h2 className="sr-only">{t('product.about')}</h2>
            {/* The API has sanitised it. */}
            <div className="prose" dangerouslySetInnerHTML={{ __html: product.description }} />
          </section>
        </ProductView>
      </MoreWords>
      {related.length > 0 && (
        <section className="mt-20 border-t border-line pt-10">
          <h2 className="mb-8 text-2xl">{t('product.related')}</h2>
          <GoodsGrid>
            {related.map((item) => (
              <li key={item.id}>
                <GoodsCard goods={describeItem(item, locale, t)} sizes={GRID_SIZES} heading="h3" />
              </li>
            ))}
          </GoodsGrid>
        </section>
      )}
    </div>
  );
}

function shorten(text: string): string {
  if (text.length <= DESCRIPTION_LENGTH) return text;
  return `${text.slice(0, text.lastIndexOf(' ', DESCRIPTION_LENGTH))}…`;
}
