import type { CatalogItem } from '@holdfast/shared/contracts/catalog';
import { type Locale, localePath } from '../../i18n/locales.ts';
import { formatMoney } from '../market/format-money.ts';

export type Goods = {
  id: string;
  href: string;
  title: string;
  image: CatalogItem['image'];
  price: string;
  /** The former price, alone for the eye and in words for the ear. */
  was: { price: string; words: string } | null;
  /** What is to be known of its availability; null when it is simply there. */
  note: string | null;
  isSoldOut: boolean;
};

type Words = (
  key: 'card.from' | 'card.was' | 'card.low_stock' | 'card.out_of_stock' | 'card.back_order',
  values?: { price: string },
) => string;

/** The words of a card, by the translator of the part `catalog`, on the server or in the browser. */
export function describeItem(item: CatalogItem, locale: Locale, t: Words): Goods {
  const { availability } = item;
  const was = item.compareAt === null ? null : formatMoney(item.compareAt, locale);
  return {
    id: item.id,
    href: localePath(locale, `/p/${item.handle}`),
    title: item.title,
    image: item.image,
    price: t('card.from', { price: formatMoney(item.priceFrom, locale) }),
    was: was === null ? null : { price: was, words: t('card.was', { price: was }) },
    note: availability === 'in_stock' ? null : t(`card.${availability}`),
    isSoldOut: availability === 'out_of_stock',
  };
}
