import type { Metadata } from 'next';
import Link from 'next/link';
import { describeItem } from '../../../features/catalog/describe-item.ts';
import { FeaturedGoods } from '../../../features/catalog/featured-goods.tsx';
import { GoodsCard } from '../../../features/catalog/goods-card.tsx';
import { GoodsPicture } from '../../../features/catalog/goods-picture.tsx';
import { Hero } from '../../../features/catalog/hero.tsx';
import { openGraphOf, pageLinks } from '../../../features/catalog/page-links.ts';
import { HomeSkeleton } from '../../../features/catalog/skeletons.tsx';
import { readHome, type Shelf } from '../../../features/catalog/read-home.ts';
import { readMarket, readTheme } from '../../../features/market/read-preferences.ts';
import { type Locale, localePath } from '../../../i18n/locales.ts';
import { readLocale, translator } from '../../../i18n/server.ts';
import { WhenSlow } from '../../../shell/when-slow.tsx';
import { readCategories } from '../../../features/catalog/read-categories.ts';

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = await readLocale(params);
  const images = [{ url: '/goods/hero-light-1600.webp', alt: '', width: 1600, height: 900 }];
  return { alternates: pageLinks(locale, '/'), openGraph: { ...openGraphOf(locale, '/'), images } };
}

export default async function HomePage({ params }: Props) {
  const locale = await readLocale(params);
  const t = translator(locale, 'catalog');
  return (
    <>
      <Hero theme={await readTheme()} />
      <div className="frame">
        <div className="relative max-w-2xl bg-surface pt-7 sm:-ms-6 sm:-mt-24 sm:rounded-t-lg sm:px-6 md:-ms-8 md:px-8 md:pt-9">
          <h1 className="text-3xl sm:text-4xl md:text-5xl">{t('home.title')}</h1>
          <p className="mt-3 max-w-prose text-ink-soft">{t('home.lead')}</p>
        </div>
        <WhenSlow skeleton={<HomeSkeleton locale={locale} />}>{renderGoods(locale)}</WhenSlow>
      </div>
    </>
  );
}

async function renderGoods(locale: Locale) {
  const [market, categories] = await Promise.all([readMarket(locale), readCategories(locale)]);
  const { featured, newest, shelves } = await readHome(categories, market);
  const t = translator(locale, 'catalog');
  return (
    <>
      {featured.length === 0 ? (
        <p className="py-16 text-ink-soft">{t('home.empty')}</p>
      ) : (
        <FeaturedGoods
          title={t('home.featured')}
          goods={featured.map((item) => describeItem(item, locale, t))}
        />
      )}
      <Shelves title={t('home.shelves')} shelves={shelves} locale={locale} />
      <section className="mt-20 grid gap-8 border-y border-line py-10 md:mt-28 md:grid-cols-3 md:gap-12">
        <Assurance title={t('home.stock')} text={t('home.stockText')} />
        <Assurance title={t('home.delivery')} text={t('home.deliveryText')} />
        <Assurance title={t('home.order')} text={t('home.orderText')} />
      </section>
      {newest.length > 0 && (
        <section className="mt-16 md:mt-24">
          <h2 className="text-2xl md:text-3xl">{t('home.newest')}</h2>
          <ul className="-mx-[clamp(1rem,4vw,3.5rem)] mt-6 flex snap-x scroll-ps-[clamp(1rem,4vw,3.5rem)] gap-4 overflow-x-auto px-[clamp(1rem,4vw,3.5rem)] py-1 md:gap-6">
            {newest.map((item) => (
              <li key={item.id} className="w-44 shrink-0 snap-start md:w-64">
                <GoodsCard
                  goods={describeItem(item, locale, t)}
                  sizes="(min-width: 48rem) 16rem, 11rem"
                  heading="h3"
                />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Shelves({ title, shelves, locale }: { title: string; shelves: Shelf[]; locale: Locale }) {
  if (shelves.length === 0) return null;
  return (
    <section className="mt-20 md:mt-28">
      <h2 className="text-2xl md:text-3xl">{title}</h2>
      <ul className="mt-6 grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-6">
        {shelves.map(({ category, item }) => (
          <li key={category.handle}>
            <Link href={localePath(locale, `/c/${category.handle}`)} prefetch={false} className="group block">
              <span className="block overflow-hidden rounded-lg">
                <GoodsPicture
                  image={item.image && { ...item.image, alt: '' }}
                  sizes="(min-width: 64rem) 15vw, (min-width: 40rem) 31vw, 46vw"
                  className="transition-transform duration-200 group-hover:scale-[1.02]"
                />
              </span>
              <span className="mt-3 block font-display text-lg decoration-1 underline-offset-4 group-hover:underline">
                {category.title}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Assurance({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <h2 className="text-xl">{title}</h2>
      <p className="mt-2 max-w-prose text-sm text-ink-soft">{text}</p>
    </div>
  );
}
