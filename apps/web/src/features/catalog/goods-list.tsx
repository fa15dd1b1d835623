import type { CatalogPage } from '@holdfast/shared/contracts/catalog';
import { MESSAGES } from '../../i18n/messages.ts';
import { type Locale } from '../../i18n/locales.ts';
import { translator } from '../../i18n/server.ts';
import { MoreWords } from '../../i18n/more-words.tsx';
import { describeItem } from './describe-item.ts';
import { GoodsCard } from './goods-card.tsx';
import type { Loads } from '../../ui/picture.tsx';
import { GoodsGrid, GRID_SIZES } from './goods-grid.tsx';
import { MoreGoods } from './more-goods.tsx';
import type { GoodsQuery } from './read-goods.ts';

type Props = {
  page: CatalogPage;
  query: GoodsQuery;
  locale: Locale;
  /** The address of this list at a cursor. */
  hrefAt: (cursor: string) => string;
};

/** In sight without scrolling: their pictures are asked for at once, and the first before the others. */
const IN_SIGHT = 4;

function loadsOf(index: number): Loads {
  if (index === 0) return 'first';
  return index < IN_SIGHT ? 'inSight' : 'near';
}

/** A page of goods, and a way to more. */
export function GoodsList({ page, query, locale, hrefAt }: Props) {
  const t = translator(locale, 'catalog');
  const { card, list } = MESSAGES[locale].catalog;
  return (
    <>
      <GoodsGrid>
        {page.items.map((item, index) => (
          <li key={item.id}>
            <GoodsCard goods={describeItem(item, locale, t)} sizes={GRID_SIZES} loads={loadsOf(index)} />
          </li>
        ))}
      </GoodsGrid>
      {page.nextCursor && (
        <MoreWords messages={{ catalog: { card, list } }}>
          <MoreGoods query={query} cursor={page.nextCursor} href={hrefAt(page.nextCursor)} />
        </MoreWords>
      )}
    </>
  );
}
